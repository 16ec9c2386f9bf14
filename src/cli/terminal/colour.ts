import { styleText } from 'node:util';

/** Colours by what they mean. The words beside them say the same, for those who see none. */
export interface Paint {
  /** Done, well. */
  good(text: string): string;
  /** Failed. */
  bad(text: string): string;
  /** To be looked at. */
  odd(text: string): string;
  /** Nothing that was done now. */
  dim(text: string): string;
}

/** Colours, or none where they are not wanted. */
export function paintIn(colours: boolean): Paint {
  const painted =
    (format: 'green' | 'red' | 'yellow' | 'dim') =>
    (text: string): string =>
      // Whether there are colours was decided for the stream that this goes to.
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

/** Colours the mark that a line begins with, and the code of an error behind it. */
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
