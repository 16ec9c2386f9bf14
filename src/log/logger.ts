import { createRequire } from 'node:module';
import type { Logger as Pino } from 'pino';
import type { JsonObject } from '../domain/json.ts';
import type { Redactor } from '../secrets/redactor.ts';

const load = createRequire(import.meta.url);

/**
 * A logger of plain facts and a message: its types accept no `Secret` and no error object. The
 * catching code passes an error's text as a field.
 */
export interface Logger {
  debug(fields: JsonObject, message: string): void;
  info(fields: JsonObject, message: string): void;
  warn(fields: JsonObject, message: string): void;
  error(fields: JsonObject, message: string): void;
  /** Returns a logger that adds these fields to each of its lines. */
  child(fields: JsonObject): Logger;
}

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Formatted output for a terminal; otherwise JSON lines. */
  readonly pretty: boolean;
  readonly colours: boolean;
  readonly redactor: Redactor;
  readonly stream: { write(line: string): unknown };
}

/**
 * Creates a logger whose finished lines pass the redactor before any output, so that secrets are
 * removed wherever they occur. Lines are written synchronously and in order.
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

/** Creates a value on the first call: most commands log nothing and need not load the library. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Restricts pino to {@link Logger}, whose types accept less. */
function facade(logger: () => Pino): Logger {
  return {
    debug: (fields, message) => logger().debug(fields, message),
    info: (fields, message) => logger().info(fields, message),
    warn: (fields, message) => logger().warn(fields, message),
    error: (fields, message) => logger().error(fields, message),
    child: (fields) => facade(once(() => logger().child(fields))),
  };
}
