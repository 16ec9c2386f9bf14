import { parseDotEnv } from './dot-env.ts';

/** One variable of a `.env`: what it is for, and its value where it has one. */
export interface Setting {
  readonly name: string;
  /** One line. */
  readonly explanation: string;
  readonly value?: string | undefined;
}

/** In single quotes dotenv reads all but single quotes as it is; bare values are a last resort. */
const WAYS = [
  (value: string) => `'${value}'`,
  (value: string) => `\`${value}\``,
  (value: string) => `"${value}"`,
  (value: string) => value,
] as const;

/**
 * Returns the line of `.env` that gives a variable this value, as raccord itself reads it back;
 * undefined where there is none: such a value belongs in a file.
 */
export function dotEnvLine(name: string, value: string): string | undefined {
  // A backslash would take the closing quote along, as far as a quote on a later line.
  const ways = value.endsWith('\\') ? WAYS.slice(-1) : WAYS;
  return ways
    .map((quoted) => `${name}=${quoted(value)}`)
    .find((line) => {
      const { values, faults } = parseDotEnv(`${line}\n`);
      return !/[\r\n]/u.test(line) && values[name] === value && !faults.has(name);
    });
}

/**
 * Returns the text of a `.env`: each variable below what it is for, those without a value as comments
 * to be filled in.
 * @throws Error where a value cannot be written; {@link dotEnvLine} tells beforehand.
 */
export function dotEnvText(title: string, settings: readonly Setting[]): string {
  const blocks = settings.map(({ name, explanation, value }) => {
    const line = value === undefined ? `# ${name}=` : dotEnvLine(name, value);
    if (line === undefined) throw new Error(`${name} cannot be written into .env`);
    return `# ${explanation}\n${line}\n`;
  });
  return [`# ${title}\n`, ...blocks].join('\n');
}
