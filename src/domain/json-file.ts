import type { z } from 'zod';
import type { ConfigProblem, ConfigReason } from '../errors/config-problem.ts';
import { RaccordError } from '../errors/raccord-error.ts';

/**
 * Parses the JSON of a file that a user may edit.
 * @param file its name, for the message.
 * @throws RaccordError CONFIG_INVALID with every mistake, each with its place in the file.
 */
export function parseJsonFile<T>(schema: z.ZodType<T>, json: string, file: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const reason = { key: 'not-json', line: lineOf(error, json) } as const;
    throw new RaccordError('CONFIG_INVALID', { problems: [{ place: file, reason }] }, error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue): ConfigProblem => {
    const place = issue.path.length === 0 ? file : `${file}: ${issue.path.join('.')}`;
    return { place, reason: reasonOf(issue) };
  });
  throw new RaccordError('CONFIG_INVALID', { problems });
}

/** Returns the line of a syntax error, if the engine gives its position. */
function lineOf(error: unknown, json: string): number | undefined {
  const [, position] = /position (\d+)/u.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? undefined : json.slice(0, Number(position)).split('\n').length;
}

function reasonOf(issue: z.core.$ZodIssue): ConfigReason {
  switch (issue.code) {
    case 'invalid_type':
      return { key: 'json-type', expected: issue.expected };
    case 'unrecognized_keys':
      return { key: 'json-unknown', names: issue.keys };
    case 'invalid_value':
      return { key: 'one-of', values: issue.values.map(String) };
    case 'too_small':
      return { key: 'expected', what: 'text' };
    case 'too_big':
      return { key: 'too-long', most: Number(issue.maximum) };
    default:
      return { key: 'invalid' };
  }
}
