import type { JsonValue } from '../../domain/json.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { paintIn, paintMarks, type Paint } from './colour.ts';
import { wrapWords } from './layout.ts';

/** Lines at the bottom of the screen that are drawn anew again and again. */
export interface LiveLines {
  /** Takes them away, for something else to be printed. */
  clear(): void;
  draw(): void;
  /** What is being done, in a few words; undefined where nothing is. */
  inHand(): string | undefined;
}

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
  readonly log: { write(line: string): void };
  /** Whatever is printed from now on stands above these lines; undefined ends that. */
  keepBelow(live: LiveLines | undefined): void;
  readonly live: LiveLines | undefined;
  /** True where standard output is shown on a screen, not kept in a file or read by a program. */
  readonly isOutputShown: boolean;
  /** True where a person can be asked and shown live progress. */
  readonly isInteractive: boolean;
  /** Whether the log is coloured. */
  readonly colours: boolean;
  /** The width of the screen that shows standard output; undefined where none does. */
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
    above(() => void stream.write(`${paintMarks(text, own)}\n`));
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
      stdout.write(`${redactor.redactLine(JSON.stringify(document, null, 2))}\n`);
    },
    get hasPrintedJson() {
      return hasPrintedJson;
    },
    jsonLine: (document) => stdout.write(`${redactor.redactLine(JSON.stringify(document))}\n`),
    reveal: (line) => stdout.write(`${line}\n`),
    log: {
      write: (line) => {
        above(() => void stderr.write(wrapWords(line, columnsOf(stderr))));
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
