import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';
import { ancestorsOf, type Look, type Thing } from '../seeing/look.ts';
import { lookAt, type Scope } from '../seeing/look-at.ts';
import { hasColumn } from '../seeing/table-rows.ts';
import { tableWith } from '../seeing/tables.ts';
import { wordsOf } from '../seeing/words.ts';
import { cluesTo, thingsFitting, type ThingKind } from '../teaching/clues.ts';
import { confirmsWords, isSubmit, objectionTo, type ThingKey } from '../teaching/taught.ts';
import {
  keyOf,
  knowledgeOf,
  type Knowledge,
  type Sought,
  type Teacher,
  type Unsettled,
  type Why,
} from './knowledge.ts';
import { outlined, pointableAt, teachByPointing, type Pointed } from './pointing.ts';

const CELLS = new Set(['columnheader', 'cell', 'gridcell']);

/**
 * Runs work that looks for an element. If it is not found, or several match, an available person is
 * asked for it, and the work is run again with what was taught.
 * @param soughtIn returns the missing element of an error; undefined for any other error.
 */
export async function orTaught<T>(
  scope: Scope,
  soughtIn: (error: AnyRaccordError) => Sought | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const sought = isRaccordError(error) ? soughtIn(error) : undefined;
      if (sought === undefined || !(await teach(scope, sought, error as AnyRaccordError)))
        throw error;
    }
  }
}

/**
 * Asks the person for an element, in the window or at the terminal.
 * @returns false if nobody is there, or nothing was taught.
 */
export async function teach(
  scope: Scope,
  sought: Sought,
  error: AnyRaccordError,
): Promise<boolean> {
  const knowledge = knowledgeOf(scope);
  const key = keyOf(scope, sought);
  const why = whyAsked(error);
  if (knowledge?.teacher === undefined || key === undefined || why === undefined) return false;
  // It may be missing because its request was stopped: the person is asked about that first.
  if (knowledge.requests.isPending) return false;
  const { teacher } = knowledge;
  teacher.lookingFor(key.name, sought, why);
  if (sought.kind === 'option') return teachOption(key, error, knowledge, teacher);
  const teachAt = key.kind === 'column' ? teachColumn : teachThing;
  return teachByPointing(scope, teacher, key.kind, (pointed) =>
    teachAt({ scope, key, knowledge, teacher }, pointed),
  );
}

function whyAsked(error: AnyRaccordError): Why | undefined {
  if (error.code === 'CONTROL_AMBIGUOUS')
    return { kind: 'several', matches: error.details.matches };
  if (error.code === 'TAUGHT_NOT_FITTING') return { kind: 'taught-not-fitting' };
  const isNotFound =
    error.code === 'CONTROL_NOT_FOUND' ||
    error.code === 'OPTION_NOT_FOUND' ||
    error.code === 'COLUMN_NOT_FOUND' ||
    error.code === 'PAGE_UNEXPECTED' ||
    error.code === 'SPACE_NOT_OPEN' ||
    error.code === 'CONSULTATION_ONLY';
  return isNotFound ? { kind: 'not-found' } : undefined;
}

interface Lesson {
  readonly scope: Scope;
  readonly key: ThingKey;
  readonly knowledge: Knowledge;
  readonly teacher: Teacher;
}

/** @returns why nothing was taught, if so. */
async function teachThing(
  { scope, key, knowledge, teacher }: Lesson,
  pointed: Pointed,
): Promise<Unsettled | undefined> {
  const kind = key.kind as ThingKind;
  const thing = pointableAt(pointed, kind);
  const found = thing && cluesTo(pointed.look, kind, thing);
  if (thing === undefined || found === undefined) return 'nothing-there';
  const objection = objectionTo(kind, key.name, found);
  if (objection !== undefined) return objection;
  if (!(await outlined(scope, thing, () => teacher.confirm(kind, found)))) {
    return 'not-meant';
  }
  if (isSubmit(key.name) && !confirmsWords(await teacher.typeWords(found.words), found.words)) {
    return 'words-differ';
  }
  // The page may have changed during the question.
  const [again, ...others] = thingsFitting(await lookAt(scope), kind, found);
  if (again?.ref !== thing.ref || others.length > 0) return 'not-the-one';
  return knowledge.remember({ ...key, found });
}

async function teachColumn(
  { scope, key, knowledge, teacher }: Lesson,
  { look, thing }: Pointed,
): Promise<Unsettled | undefined> {
  const words = titleAt(look, thing);
  if (words === '' || !isOneTitle(look, words)) return 'nothing-there';
  if (!(await outlined(scope, thing, () => teacher.confirmWords('column', words)))) {
    return 'not-meant';
  }
  if (!isOneTitle(await lookAt(scope), words)) return 'not-the-one';
  return knowledge.remember({ ...key, words });
}

function titleAt(look: Look, thing: Thing): string {
  const cell = [thing, ...ancestorsOf(look, thing)].find(({ role }) => CELLS.has(role));
  return wordsOf(look, cell ?? thing).replace(/[^\p{L}\p{N})]+$/u, '');
}

/** Returns whether exactly one column in a look has that title. */
function isOneTitle(look: Look, words: string): boolean {
  const table = tableWith(look, [[words]]);
  if (table === undefined) return false;
  return table.headers.filter((header) => hasColumn({ headers: [header] }, [words])).length === 1;
}

/** Teaches an option at the terminal: the options of a list cannot be pointed at in a window. */
async function teachOption(
  key: ThingKey,
  error: AnyRaccordError,
  knowledge: Knowledge,
  teacher: Teacher,
): Promise<boolean> {
  const texts = error.code === 'OPTION_NOT_FOUND' ? error.details.present : [];
  for (;;) {
    const words = texts.length === 0 ? undefined : await teacher.choose('option', texts);
    if (words === undefined) {
      teacher.unsettled('left', 'option');
      return false;
    }
    if (!(await teacher.confirmWords('option', words))) continue;
    const unsettled = await knowledge.remember({ ...key, words });
    if (unsettled === undefined) return true;
    teacher.unsettled(unsettled, 'option');
    return false;
  }
}
