import { parseDotEnv } from './dot-env.ts';

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
