import { createRequire } from 'node:module';
import type { Logger as Pino } from 'pino';
import type { Jsonable } from '../domain/json.ts';
import type { Redactor } from '../secrets/redactor.ts';

const load = createRequire(import.meta.url);

/**
 * A logger of plain facts and a message: its types accept no `Secret` and no error object. The
 * catching code passes an error's text as a field.
 */
export interface Logger {
  debug<T extends Jsonable<T>>(fields: T, message: string): void;
  info<T extends Jsonable<T>>(fields: T, message: string): void;
  warn<T extends Jsonable<T>>(fields: T, message: string): void;
  error<T extends Jsonable<T>>(fields: T, message: string): void;
  /** Returns a logger that adds these fields to each of its lines. */
  child<T extends Jsonable<T>>(fields: T): Logger;
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
  const at =
    (level: LoggerOptions['level']) =>
    (fields: object, message: string): void =>
      logger()[level](fields, message);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields: object) => facade(once(() => logger().child(fields))),
  };
}
