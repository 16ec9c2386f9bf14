import type { Write } from '../browser/traffic.ts';
import { plain } from '../seeing/wording-match.ts';

/**
 * How the portal answered a form. The wording of its confirmations is unverified (facts/portal.md
 * sections c and d), so an answer is told by what became of the form and by what a message is.
 */
export type Answer =
  | { readonly kind: 'accepted'; readonly message: string }
  | {
      readonly kind: 'refused';
      readonly message: string;
      /**
       * The portal said so by more than words: a mark of error, an invalid field or its status.
       * Otherwise only its list shows that nothing was made.
       */
      readonly isSure: boolean;
    }
  /** `isTaken`: the portal took the form and did not say so; its list will tell. */
  | { readonly kind: 'unclear'; readonly reason: string; readonly isTaken?: boolean };

/** A message of the page that was not there before the click. */
export interface ShownMessage {
  readonly text: string;
  /** Classes and names of icons, on the message, in it and on the boxes around it. */
  readonly marks: readonly string[];
}

/** What is to be seen of the portal's answer, as plain data. */
export interface SeenAnswer {
  /** What says that it is a message: by its role, a live region or its class. */
  readonly messages: readonly ShownMessage[];
  /** What is said of each field that was marked invalid since the click; else its label. */
  readonly invalid: readonly string[];
  /** Sentences that were not on the page before the click, whatever they stand in. */
  readonly sentences: readonly string[];
  readonly formIsThere: boolean;
  /** Another document took the place of the one with the form. */
  readonly isReplaced: boolean;
  /** The request that the click sent: its HTTP status once it is answered; `none` where none was seen. */
  readonly write: Write;
  /** How the write broke off, if it did. */
  readonly broken: string | undefined;
  /** For how long the page has asked for nothing, in milliseconds. */
  readonly quietFor: number;
}

/** What has not moved for so long (milliseconds) stays: a form that is left goes sooner. */
export const STILL_MS = 1_000;

/** So long a page may take to say something once its form is gone, in milliseconds. */
const SILENCE_MS = 8_000;

/** The same beside the form that was sent, which may be at work without a request. */
const SILENT_FORM_MS = 30_000;

/** Words of a portal are told up to here. */
const MAX_LETTERS = 500;

/** A page in place of the form is full of sentences: the first tell which page it is. */
const MAX_SENTENCES = 3;

type Tone = 'error' | 'warning' | 'success';

/** The words that classes and icons are named by. */
const TONES: Readonly<Record<Tone, RegExp>> = {
  error:
    /^(?:errors?|erreurs?|danger|invalide?|fail(?:ed|ure)?|fatal|critical|echec|times|xmark)$/u,
  warning: /^(?:warn(?:ing)?|avertissement|caution|exclamation|triangle)$/u,
  success: /^(?:success|succes|succeeded|ok|check|checkmark|tick|done)$/u,
};

/**
 * Words that no confirmation has. They only take away: no words make a message a confirmation, and
 * none outweigh a mark of success once the form is gone.
 */
const FAILURE =
  /\b(?:erreurs?|echec|echoue\w*|impossible|invalides?|incorrecte?s?|refuse\w*|rejete\w*|obligatoires?|manquante?s?|interdit\w*|non autorise\w*|deja|errors?|fail\w*|invalid|denied|required|missing|cannot|already)\b|\b(?:n'est|n'a|n'ont|ne peut|ne peuvent|ne sont|is|are|was|has|could|can)\s+(?:pas|plus|not)\b/u;

/** True where the words of a message tell of a failure. */
export function describesFailure(text: string): boolean {
  return FAILURE.test(plain(text));
}

/**
 * Tells the answer from what is to be seen. Pure.
 * @returns undefined where nothing can be told yet.
 */
export function classifyAnswer(seen: SeenAnswer): Answer | undefined {
  if (seen.broken !== undefined) return { kind: 'unclear', reason: seen.broken };
  // Whatever the page says meanwhile is about something else.
  if (seen.write === 'under-way') return undefined;
  return seen.formIsThere ? besideForm(seen) : withoutForm(seen);
}

function besideForm(seen: SeenAnswer): Answer | undefined {
  const { messages, invalid, write, isReplaced, quietFor } = seen;
  const words = wordsOf(seen);
  const isStill = quietFor >= STILL_MS;
  const refused = (isSure: boolean): Answer => ({
    kind: 'refused',
    message: words === '' ? `HTTP ${write}` : words,
    isSure,
  });
  if (messages.some((message) => toneOf(message) === 'error')) return refused(true);
  if (isRefusal(write) && (words !== '' || isStill)) return refused(true);
  // A form that is about to go says that it was taken while it is there.
  if (!isStill) return undefined;
  // A form may stay once it was taken, emptied, with its fields marked as missing.
  if (isTaken(write) && messages.some(isSuccess) && !messages.some(isFailure)) {
    return { kind: 'accepted', message: wordsOf({ ...seen, invalid: [] }) };
  }
  if (invalid.length > 0) return refused(true);
  if (words !== '') return refused(false);
  if (isReplaced && quietFor >= SILENCE_MS) {
    return { kind: 'unclear', reason: 'the form is shown again without a word' };
  }
  if (quietFor < SILENT_FORM_MS) return undefined;
  return { kind: 'unclear', reason: `no word within ${SILENT_FORM_MS / 1000} s` };
}

function withoutForm(seen: SeenAnswer): Answer | undefined {
  const { messages, write, quietFor } = seen;
  const words = wordsOf(seen);
  const isStill = quietFor >= STILL_MS;
  if (isRefusal(write)) {
    if (words === '' && !isStill) return undefined;
    return { kind: 'unclear', reason: `HTTP ${write}${words === '' ? '' : `: ${words}`}` };
  }
  // The form may have been taken all the same.
  if (messages.some((message) => toneOf(message) === 'error')) {
    return { kind: 'unclear', reason: words };
  }
  if (messages.some(isSuccess)) return { kind: 'accepted', message: words };
  if (messages.length > 0 && isStill) {
    return messages.some(isFailure)
      ? { kind: 'unclear', reason: words }
      : { kind: 'accepted', message: words };
  }
  if (quietFor < SILENCE_MS) return undefined;
  const reason = words === '' ? 'without a word' : `and the page says "${words}"`;
  const isOurs = isTaken(write) && !describesFailure(words);
  return { kind: 'unclear', reason: `the form is gone ${reason}`, isTaken: isOurs };
}

/** 401 and 403 are no answer to a form: nobody was signed in any more. */
function isRefusal(write: Write): boolean {
  return typeof write === 'number' && write >= 400 && write < 500;
}

function isTaken(write: Write): boolean {
  return typeof write === 'number' && write < 400;
}

function isSuccess(message: ShownMessage): boolean {
  return toneOf(message) === 'success';
}

function isFailure({ text }: ShownMessage): boolean {
  return describesFailure(text);
}

function toneOf({ marks }: ShownMessage): Tone | undefined {
  const words = marks.flatMap(wordsOfName);
  return (['error', 'warning', 'success'] as const).find((tone) =>
    words.some((word) => TONES[tone].test(word)),
  );
}

/** `MuiAlert-standardError` is mui, alert, standard, error. */
function wordsOfName(name: string): string[] {
  // AngularJS says of each field, and of all around it, whether it is filled in.
  if (name.startsWith('ng-')) return [];
  return plain(name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')).split(/[^a-z]+/u);
}

function wordsOf({ messages, invalid, sentences }: SeenAnswer): string {
  const marked = [...messages.map(({ text }) => text), ...invalid];
  const texts = marked.length > 0 ? marked : sentences.slice(0, MAX_SENTENCES);
  return [...new Set(texts)].join(' ').slice(0, MAX_LETTERS).trim();
}
