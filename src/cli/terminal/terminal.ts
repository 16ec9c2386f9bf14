import { fstatSync, writeFileSync } from 'node:fs';
import { jsonText, type Jsonable } from '../../domain/json.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { paintIn, paintMarks, type Paint } from './colour.ts';
import { wrapWords } from './layout.ts';

/** Lines at the bottom of the screen that are redrawn continually. */
export interface LiveLines {
  /** Removes the lines, so that something else can be printed. */
  clear(): void;
  draw(): void;
  /** Describes the current work in a few words; `undefined` if idle. */
  inHand(): string | undefined;
}

/** Output of a command: results to standard output, everything else to standard error. */
export interface Terminal {
  /** Prints a line of the command's result; known secrets are redacted. */
  out(line: string): void;
  /** Prints a line for the person who watches; known secrets are redacted. */
  err(line: string): void;
  /** Prints a warning like {@link err}, but only once if it is repeated. */
  warn(line: string): void;
  /** Prints the single JSON document of `--json`. */
  json<T extends Jsonable<T>>(document: T): void;
  /** True once {@link json} was called. */
  readonly hasPrintedJson: boolean;
  /** Prints one of many documents, each on a line of its own. */
  jsonLine<T extends Jsonable<T>>(document: T): void;
  /** Prints a line meant to hold a secret: `credentials show`, `export`, the stand-in's login. */
  reveal(line: string): void;
  /** Stream of log lines, whose secrets the logger has already redacted. */
  readonly log: { write(line: string): void };
  /** Prints everything from now on above these lines; `undefined` ends that. */
  keepBelow(live: LiveLines | undefined): void;
  readonly live: LiveLines | undefined;
  /** True if standard output is shown on a screen, not kept in a file or read by a program. */
  readonly isOutputShown: boolean;
  /** True if a person can be asked and shown live progress. */
  readonly isInteractive: boolean;
  /** Whether the log is coloured. */
  readonly colours: boolean;
  /** Width of the screen that shows standard output; `undefined` without one. */
  readonly columns: number | undefined;
  /** The colours of standard output. */
  readonly paint: Paint;
}

/** Whether each stream is coloured. */
export interface Coloured {
  readonly out: boolean;
  readonly err: boolean;
}

export function processTerminal(
  { stdin, stdout, stderr }: NodeJS.Process,
  redactor: Redactor,
  colours: Coloured,
): Terminal {
  let hasPrintedJson = false;
  let live: LiveLines | undefined;
  const warned = new Set<string>();
  const paint = paintIn(colours.out);
  const above = (write: () => void): void => {
    live?.clear();
    write();
    live?.draw();
  };
  const columnsOf = (stream: NodeJS.WriteStream): number | undefined =>
    stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
  const print = (stream: NodeJS.WriteStream, line: string, own: Paint): void => {
    const text = wrapWords(redactor.redact(line), columnsOf(stream));
    above(() => {
      writeWhole(stream, `${paintMarks(text, own)}\n`);
    });
  };
  const errPaint = paintIn(colours.err);
  const err = (line: string): void => {
    print(stderr, line, errPaint);
  };
  return {
    out: (line) => {
      print(stdout, line, paint);
    },
    err,
    warn: (line) => {
      if (!warned.has(line)) err(line);
      warned.add(line);
    },
    json: (document) => {
      hasPrintedJson = true;
      writeWhole(stdout, `${redactor.redactLine(jsonText(document, 2))}\n`);
    },
    get hasPrintedJson() {
      return hasPrintedJson;
    },
    jsonLine: (document) => {
      writeWhole(stdout, `${redactor.redactLine(jsonText(document))}\n`);
    },
    reveal: (line) => {
      writeWhole(stdout, `${line}\n`);
    },
    log: {
      write: (line) => {
        above(() => {
          writeWhole(stderr, wrapWords(line, columnsOf(stderr)));
        });
      },
    },
    keepBelow: (lines) => {
      live = lines;
    },
    get live() {
      return live;
    },
    isOutputShown: stdout.isTTY,
    isInteractive: stdin.isTTY && stderr.isTTY,
    colours: colours.err,
    get columns() {
      return columnsOf(stdout);
    },
    paint,
  };
}

/** Writes all of a text: Node's own stream of a file is silent where only a part fits on the disk. */
function writeWhole(stream: NodeJS.WriteStream & { readonly fd?: number }, text: string): void {
  const { fd } = stream;
  if (fd === undefined || !fstatSync(fd).isFile()) {
    stream.write(text);
    return;
  }
  try {
    writeFileSync(fd, text);
  } catch (error) {
    stream.emit('error', error);
  }
}
