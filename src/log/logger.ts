import { createRequire } from 'node:module';
import type { Logger as Pino } from 'pino';
import type { JsonObject } from '../domain/json.ts';
import type { Redactor } from '../secrets/redactor.ts';

const load = createRequire(import.meta.url);

/**
 * Logs take plain facts and a message: the compiler lets no `Secret` and no error object in. What an
 * error says is given as a field by whoever caught it.
 */
export interface Logger {
  debug(fields: JsonObject, message: string): void;
  info(fields: JsonObject, message: string): void;
  warn(fields: JsonObject, message: string): void;
  error(fields: JsonObject, message: string): void;
  /** A logger that adds these fields to each of its lines. */
  child(fields: JsonObject): Logger;
}

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** For people at a terminal; JSON lines elsewhere. */
  readonly pretty: boolean;
  readonly colours: boolean;
  readonly redactor: Redactor;
  readonly stream: { write(line: string): unknown };
}

/**
 * A logger whose finished lines pass the redactor before anything else sees them, so that a secret is
 * gone wherever it stood. Lines are written at once and in order.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { redactor, stream, level } = options;
  const lay = options.pretty ? prettyLines(options.colours) : (line: string): string => line;
  return facade(
    once(() => {
      const { pino } = load('pino') as typeof import('pino');
      return pino(
        {
          level,
          base: null,
          timestamp: pino.stdTimeFunctions.isoTime,
          formatters: { level: (label) => ({ level: label }) },
        },
        { write: (line) => stream.write(lay(redactor.redactLine(line))) },
      );
    }),
  );
}

function prettyLines(colours: boolean): (line: string) => string {
  const lay = once(() => {
    const { prettyFactory } = load('pino-pretty') as typeof import('pino-pretty');
    return prettyFactory({ colorize: colours, translateTime: 'SYS:HH:MM:ss' });
  });
  return (line) => lay()(line);
}

/** Returns what is made on the first call: most commands log nothing, and would wait for a library. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** pino takes much more than {@link Logger} lets through. */
function facade(logger: () => Pino): Logger {
  return {
    debug: (fields, message) => logger().debug(fields, message),
    info: (fields, message) => logger().info(fields, message),
    warn: (fields, message) => logger().warn(fields, message),
    error: (fields, message) => logger().error(fields, message),
    child: (fields) => facade(once(() => logger().child(fields))),
  };
}
