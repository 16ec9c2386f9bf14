import { Writable } from 'node:stream';
import { pino } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { JsonObject } from '../domain/json.ts';
import type { Redactor } from '../redaction/redactor.ts';

/** Logs take plain facts and a message: the compiler lets no `Secret` and no error object in. */
export interface Logger {
  debug(fields: JsonObject, message: string): void;
  info(fields: JsonObject, message: string): void;
  warn(fields: JsonObject, message: string): void;
  error(fields: JsonObject, message: string): void;
}

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** For people at a terminal; JSON lines elsewhere. */
  readonly pretty: boolean;
  readonly colours: boolean;
  readonly redactor: Redactor;
  readonly stream: NodeJS.WritableStream;
}

/** A logger whose finished lines pass the redactor, so that a secret is gone wherever it stood. */
export function createLogger(options: LoggerOptions): Logger {
  const { redactor, stream, level } = options;
  const redacted = new Writable({
    decodeStrings: false,
    write: (line: string | Buffer, _encoding, done) => {
      stream.write(redactor.redact(line.toString()));
      done();
    },
  });
  const destination = options.pretty
    ? pretty({
        colorize: options.colours,
        ignore: 'pid,hostname',
        translateTime: 'HH:MM:ss',
        destination: redacted,
        sync: true,
      })
    : redacted;
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
