import type { Write } from '../browser/write-outcome.ts';
import { describesFailure, saysDone } from '../seeing/outcome-words.ts';
import { plain } from '../seeing/wording-match.ts';
import type { Meaning } from '../teaching/message-words.ts';

/**
 * The portal's answer to a form. The wording of its confirmations is unverified (facts/portal.md
 * sections c and d), so it is classified by the state of the form and the kind of each message.
 */
export type Answer =
  | {
      readonly kind: 'accepted';
      readonly message: string;
      /** True if only a person's word about that message says so. */
      readonly isTaught?: true;
    }
  | {
      readonly kind: 'refused';
      readonly message: string;
      /**
       * True if more than words says so: an error mark, an invalid field or its status. Otherwise
       * only the portal's list shows that nothing was created.
       */
      readonly isSure: boolean;
    }
  | {
      readonly kind: 'unclear';
      readonly reason: string;
      /** True if the portal accepted the form without saying so; its list will tell. */
      readonly isTaken?: boolean;
      /** True if it may have: reason not to send the form again, and no sign that it arrived. */
      readonly mayBeTaken?: true;
    };

/** A message of the page that was not there before the click. */
export interface ShownMessage {
  readonly text: string;
  /**
   * Class names and icon names of the message, its content and the boxes around it, and the words
   * in it that only screen readers tell.
   */
  readonly marks: readonly string[];
  /** Of these, the class names of the message itself. */
  readonly own?: readonly string[];
  /** True if only its icon, or a live region, marks it: the page may say anything that way. */
  readonly isFaint?: boolean;
  /** What a person taught that it means. */
  readonly meaning?: Meaning;
}

/** The visible signs of the portal's answer, as plain data. */
export interface SeenAnswer {
  /** Elements marked as messages: by their role, a live region or their class. */
  readonly messages: readonly ShownMessage[];
  /** The message of each field that was marked invalid since the click, otherwise its label. */
  readonly invalid: readonly string[];
  /** Sentences that were not on the page before the click, in any element. */
  readonly sentences: readonly string[];
  readonly formIsThere: boolean;
  /** True if another document replaced the one with the form. */
  readonly isReplaced: boolean;
  /** True if the answer led to another host, or the page asks to sign in: a session had ended. */
  readonly leadsToSignIn: boolean;
  /** The HTTP status of what the click sent, once answered; `none` if nothing was seen. */
  readonly write: Write;
  /** How the write was interrupted, if it was. */
  readonly broken: string | undefined;
  /** How other requests of the click were interrupted beside it: either may have been the form. */
  readonly brokenBeside?: string;
  /** The status with which others were refused beside it: either may have been the form. */
  readonly refusedBeside?: number;
  /** True if the write is a form that a document answers: this one, or one in another tab or frame. */
  readonly isForm?: boolean;
  /** Time since the page's last request, in milliseconds. */
  readonly quietFor: number;
}

/** Time until an unchanged page is stable, in milliseconds: a form that closes is gone sooner. */
export const STILL_MS = 1_000;

/** Time that a page may take to say something once its form is gone, in milliseconds. */
const SILENCE_MS = 8_000;

/** Silence allowed beside the form, which may be working without a request, in milliseconds. */
const SILENT_FORM_MS = 30_000;

/** Maximum length of quoted portal texts. */
const MAX_LETTERS = 500;

/** Sentences quoted from a page that replaced the form: the first ones identify the page. */
const MAX_SENTENCES = 3;

type Tone = 'error' | 'warning' | 'success';

/** The words in class names and icon names. */
const TONES: Readonly<Record<Tone, RegExp>> = {
  error:
    /^(?:errors?|erreurs?|danger|invalide?|fail(?:ed|ure)?|fatal|critical|echec|times|xmark)$/u,
  warning: /^(?:warn(?:ing)?|avertissement|caution|exclamation|triangle)$/u,
  success: /^(?:success|succes|succeeded|ok|check|checkmark|tick|done)$/u,
};

/**
 * Classifies the answer by its visible signs. Pure.
 * @returns undefined if it is too early to tell.
 */
export function classifyAnswer(seen: SeenAnswer): Answer | undefined {
  if (seen.broken !== undefined) return { kind: 'unclear', reason: seen.broken };
  // Until the request is answered, messages are about something else.
  if (seen.write === 'under-way') return undefined;
  const answer = seen.formIsThere ? besideForm(seen) : withoutForm(seen);
  return answer && besideOthers(answer, seen);
}

/**
 * Returns how far an answer holds where other requests of the click ended in another way: only what
 * would hold too if one of those was the form.
 */
function besideOthers(answer: Answer, seen: SeenAnswer): Answer {
  const { brokenBeside, refusedBeside } = seen;
  const beside = refusedBeside === undefined ? brokenBeside : `HTTP ${refusedBeside}`;
  if (beside === undefined) return answer;
  if (answer.kind === 'accepted' && seen.messages.some(isSuccess)) return answer;
  if (tellsTaken(answer)) {
    const reason = answer.kind === 'unclear' ? answer.reason : `${beside}: ${answer.message}`;
    // The session ended at the click: what the page says then is of that.
    return { kind: 'unclear', reason, ...(!seen.leadsToSignIn && { mayBeTaken: true }) };
  }
  if (answer.kind !== 'refused') return answer;
  return brokenBeside === undefined
    ? { ...answer, isSure: false }
    : { kind: 'unclear', reason: brokenBeside };
}

/** Returns whether an answer says that the portal took the form, in words or without. */
export function tellsTaken(answer: Answer): boolean {
  return answer.kind === 'unclear' ? answer.isTaken === true : answer.kind === 'accepted';
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
  // A form that is about to close says that it was accepted while it is still there.
  if (!isStill) return undefined;
  // An accepted form may stay, emptied, with its fields marked as missing.
  if (isTaken(write) && messages.some(isSuccess) && !messages.some(isFailure)) {
    return accepted(messages, wordsOf({ ...seen, invalid: [] }));
  }
  if (invalid.length > 0) return refused(true);
  // A faint sign of success does not say that the form was refused.
  const isFaintly = messages.some((message) => toneOf(message) === 'success');
  if (isTaken(write) && isFaintly && !messages.some(isFailure)) {
    return { kind: 'unclear', reason: words, isTaken: true };
  }
  if (words !== '') return refused(false);
  if (isReplaced && quietFor >= SILENCE_MS) {
    return { kind: 'unclear', reason: 'the form is shown again without a word' };
  }
  if (quietFor < SILENT_FORM_MS) return undefined;
  const reason = `no word within ${SILENT_FORM_MS / 1000} s`;
  // The answer is a document that is shown elsewhere, or a download.
  const isElsewhere = seen.isForm === true && isTaken(write) && !isReplaced;
  return { kind: 'unclear', reason, ...(isElsewhere && { isTaken: true }) };
}

function withoutForm(seen: SeenAnswer): Answer | undefined {
  const { messages, sentences, write, quietFor, leadsToSignIn } = seen;
  const confirming = leadsToSignIn ? messages.filter(isOfForm) : messages;
  const words = wordsOf(seen);
  const isStill = quietFor >= STILL_MS;
  if (isRefusal(write)) {
    if (words === '' && !isStill) return undefined;
    return { kind: 'unclear', reason: `HTTP ${write}${words === '' ? '' : `: ${words}`}` };
  }
  // The form may have been accepted all the same.
  if (messages.some((message) => toneOf(message) === 'error')) {
    return { kind: 'unclear', reason: words };
  }
  if (messages.some(isTaughtRefusal)) {
    // Only the list says whether a form that is gone was refused.
    return isStill ? { kind: 'refused', message: words, isSure: false } : undefined;
  }
  // Beside a success of something done, a notice about another service contradicts nothing.
  const isFailed = !messages.some(isMarkedDone) && messages.some(isFailure);
  if (confirming.some(isSuccess) && !isFailed) return accepted(messages, words);
  if (isStill && isFailed) return { kind: 'unclear', reason: words };
  if (isStill && confirming.some(isTelling)) return { kind: 'accepted', message: words };
  if (quietFor < SILENCE_MS) return undefined;
  const reason = words === '' ? 'without a word' : `and the page says "${words}"`;
  // What the page says in no message may tell of a failure beside a faint one.
  const said = [words, ...sentences.slice(0, MAX_SENTENCES)];
  const isOurs = isTaken(write) && !leadsToSignIn && !said.some(describesFailure);
  return { kind: 'unclear', reason: `the form is gone ${reason}`, isTaken: isOurs };
}

/** 401 and 403 are not an answer to a form: the session had ended. */
function isRefusal(write: Write): boolean {
  return typeof write === 'number' && write >= 400 && write < 500;
}

function isTaken(write: Write): boolean {
  return typeof write === 'number' && write < 400;
}

/** What a form is about, and what a page that asks to sign in tells of itself. */
const FORM =
  /\b(?:demandes?|comptes?|raccordements?|structures?|mots? de passe|requests?|accounts?|connections?|passwords?)\b/u;
const SIGN_IN = /\b(?:sessions?|codes?|(?:de|re)?conne(?:xion|cte)\w*|sign\w*|log\w*)\b/u;

/** Returns whether a message tells of the form although the page asks to sign in, which has news too. */
function isOfForm({ text, meaning }: ShownMessage): boolean {
  const said = plain(text);
  return meaning === 'accepted' || (saysDone(text) && FORM.test(said) && !SIGN_IN.test(said));
}

function accepted(messages: readonly ShownMessage[], message: string): Answer {
  const isTaught = !messages.some(isMarkedSuccess);
  return { kind: 'accepted', message, ...(isTaught && { isTaught }) };
}

function isSuccess(message: ShownMessage): boolean {
  return message.meaning === 'accepted' || isMarkedSuccess(message);
}

function isMarkedSuccess(message: ShownMessage): boolean {
  return toneOf(message) === 'success' && isTelling(message);
}

/** Returns whether a message may confirm the form: a faint one only by its words. */
function isTelling({ text, isFaint = false }: ShownMessage): boolean {
  return !isFaint || saysDone(text);
}

/** Returns whether a message of success also says that something was done. */
function isMarkedDone(message: ShownMessage): boolean {
  return isMarkedSuccess(message) && saysDone(message.text);
}

function isFailure({ text, meaning }: ShownMessage): boolean {
  return meaning === 'refused' || (meaning === undefined && describesFailure(text));
}

function isTaughtRefusal({ meaning }: ShownMessage): boolean {
  return meaning === 'refused';
}

/** The class of a success outranks the icons in the message and the names of the boxes around it. */
function toneOf({ marks, own = [] }: ShownMessage): Tone | undefined {
  return toneOfNames(own) === 'success' ? 'success' : toneOfNames(marks);
}

function toneOfNames(names: readonly string[]): Tone | undefined {
  const words = names.flatMap(wordsOfName);
  return (['error', 'warning', 'success'] as const).find((tone) =>
    words.some((word) => TONES[tone].test(word)),
  );
}

/** Splits a name into words: `MuiAlert-standardError` is mui, alert, standard, error. */
function wordsOfName(name: string): string[] {
  // AngularJS marks each field, and all elements around it, as filled in or not.
  if (name.startsWith('ng-')) return [];
  return plain(name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')).split(/[^a-z]+/u);
}

function wordsOf({ messages, invalid, sentences }: SeenAnswer): string {
  const marked = [...messages.map(({ text }) => text), ...invalid];
  const texts = marked.length > 0 ? marked : sentences.slice(0, MAX_SENTENCES);
  return [...new Set(texts)].join(' ').slice(0, MAX_LETTERS).trim();
}
