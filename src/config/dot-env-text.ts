import { parseDotEnv } from './dot-env.ts';
import { reasonOfIssue, type ConfigProblem } from '../errors/config-problem.ts';
import { secretVariables, variables } from './variable-schema.ts';
import { characterFault } from './value-faults.ts';

/** One variable of a `.env`: its purpose, and its value if it has one. */
export interface Setting {
  readonly name: string;
  /** One line. */
  readonly explanation: string;
  readonly value?: string | undefined;
}

/** The quotes to try: in single quotes dotenv reads all else literally; bare values come last. */
const WAYS = [
  (value: string) => `'${value}'`,
  (value: string) => `\`${value}\``,
  (value: string) => `"${value}"`,
  (value: string) => value,
] as const;

/**
 * Returns the line of `.env` that gives a variable this value, as raccord itself reads it back;
 * undefined if no line can: such a value belongs in a file.
 */
export function dotEnvLine(name: string, value: string): string | undefined {
  // A backslash would escape the closing quote, up to a quote on a later line.
  const ways = value.endsWith('\\') ? WAYS.slice(-1) : WAYS;
  return ways
    .map((quoted) => `${name}=${quoted(value)}`)
    .find((line) => {
      const { values, faults } = parseDotEnv(`${line}\n`);
      return !/[\r\n]/u.test(line) && values[name] === value && !faults.has(name);
    });
}

/**
 * Returns the text of a `.env`: each variable below its purpose, those without a value as comments
 * to be filled in.
 * @throws Error if a value cannot be written; check with {@link dotEnvLine} first.
 */
export function dotEnvText(title: string, settings: readonly Setting[]): string {
  const blocks = settings.map(({ name, explanation, value }) => {
    const line = value === undefined ? `# ${name}=` : dotEnvLine(name, value);
    if (line === undefined) throw new Error(`${name} cannot be written into .env`);
    return `# ${explanation}\n${line}\n`;
  });
  return [`# ${title}\n`, ...blocks].join('\n');
}

/** A variable that does not hold a secret. */
export type PlainName = keyof typeof variables.shape;

/** A secret, or the file or command that gives it. */
export type SecretWay = `${keyof typeof secretVariables}${'' | '_FILE' | '_COMMAND'}`;

export type VariableName = PlainName | SecretWay;

/** Returns the problem with a value to be written into `.env`, without quoting it. */
export function settingProblem(name: VariableName, value: string): ConfigProblem | undefined {
  const fault = characterFault(value);
  if (fault !== undefined) return { place: name, reason: fault };
  const issue = formOf(name).safeParse(value).error?.issues[0];
  if (issue !== undefined) return { place: name, reason: reasonOfIssue(issue) };
  if (dotEnvLine(name, value) !== undefined) return undefined;
  return { place: name, reason: { key: 'not-for-dot-env' } };
}

/** Returns a variable's schema; for a file or a command, only its name is checked here. */
function formOf(name: VariableName) {
  const forms = { ...variables.shape, ...secretVariables };
  return name in forms ? forms[name as keyof typeof forms] : variables.shape.CHORUS_LOGIN;
}
