import type { JsonValue } from '../domain/json.ts';
import type { Redactor } from '../redaction/redactor.ts';

/** Where a command's words go: results to standard output, all the rest to standard error. */
export interface Terminal {
  /** A line of the command's result; known secrets are taken out. */
  out(line: string): void;
  /** A line for the person who watches; known secrets are taken out. */
  err(line: string): void;
  /** The same for a warning that is met again and again: it is written once. */
  warn(line: string): void;
  /** The one JSON document of `--json`. */
  json(document: JsonValue): void;
  /** True once {@link json} was called. */
  readonly hasPrintedJson: boolean;
  /** One of many documents, each on a line of its own. */
  jsonLine(document: JsonValue): void;
  /** A line that is meant to hold a secret: `credentials show`, `export`, the stand-in portal's login. */
  reveal(line: string): void;
  /** Where the log's lines go, which the logger has taken the secrets out of. */
  readonly log: NodeJS.WritableStream;
  /** True where standard output is shown on a screen, not kept in a file or read by a program. */
  readonly isOutputShown: boolean;
  /** True where a person can be asked and shown live progress. */
  readonly isInteractive: boolean;
  readonly colours: boolean;
}

export function processTerminal(
  { stdin, stdout, stderr }: NodeJS.Process,
  redactor: Redactor,
  colours: boolean,
): Terminal {
  let hasPrintedJson = false;
  const warned = new Set<string>();
  const err = (line: string): void => void stderr.write(`${redactor.redact(line)}\n`);
  return {
    out: (line) => stdout.write(`${redactor.redact(line)}\n`),
    err,
    warn: (line) => {
      if (!warned.has(line)) err(line);
      warned.add(line);
    },
    json: (document) => {
      hasPrintedJson = true;
      stdout.write(`${redactor.redactLine(JSON.stringify(document, null, 2))}\n`);
    },
    get hasPrintedJson() {
      return hasPrintedJson;
    },
    jsonLine: (document) => stdout.write(`${redactor.redactLine(JSON.stringify(document))}\n`),
    reveal: (line) => stdout.write(`${line}\n`),
    log: stderr,
    isOutputShown: stdout.isTTY,
    isInteractive: stdin.isTTY && stderr.isTTY,
    colours,
  };
}
