import { styleText } from 'node:util';

/** Colours by meaning. The words beside them say the same, for readers who see no colours. */
export interface Paint {
  /** Success. */
  good(text: string): string;
  /** Failure. */
  bad(text: string): string;
  /** Needs attention. */
  odd(text: string): string;
  /** Nothing done in this run. */
  dim(text: string): string;
}

/** Returns the colours, or plain text if they are not wanted. */
export function paintIn(colours: boolean): Paint {
  const painted =
    (format: 'green' | 'red' | 'yellow' | 'dim') =>
    (text: string): string =>
      // The use of colours was already decided for the stream that this goes to.
      colours && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: painted('green'),
    bad: painted('red'),
    odd: painted('yellow'),
    dim: painted('dim'),
  };
}

const MEANINGS: Readonly<Record<string, keyof Paint>> = {
  '✔': 'good',
  '✓': 'good',
  '✗': 'bad',
  '!': 'odd',
  '–': 'dim',
};

/** Colours the mark at the start of a line, and the error code after it. */
export function paintMarks(text: string, paint: Paint): string {
  return text.replace(
    /^( *)([✔✓✗!–](?: [A-Z]+(?:_[A-Z]+)+\b|(?= )))/gmu,
    (_, indent: string, marked: string) => {
      const [mark = ''] = marked;
      const meaning = MEANINGS[mark];
      return meaning === undefined ? `${indent}${marked}` : `${indent}${paint[meaning](marked)}`;
    },
  );
}
