import type { BoardHome, KnownReading, Reading, Todo } from '../../board/board-home.ts';
import { expiryOf, type Expiry } from '../../board/siret-filter.ts';
import { isDoubtful, type Enrolment, type UnresolvedFailure } from '../../domain/enrolment.ts';
import { ERROR_POLICIES } from '../../errors/error-policy.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import { RESOURCES } from '../../domain/ledger-event.ts';
import { EXPIRES_SOON_DAYS } from '../../domain/portal-date.ts';
import { commandWriter } from '../../domain/raccord-command.ts';
import type { Siret } from '../../domain/siret.ts';
import { ALL_STEPS } from '../../domain/step-names.ts';
import { explainError } from '../../messages/render.ts';
import { formatsFor } from '../../reporting/report/value-formats.ts';
import { leftOpenOf, type LeftOpen } from '../../status/left-open.ts';
import { lookCommand } from '../results/look-command.ts';
import { commandsFor, mendingCommands } from '../results/trouble.ts';
import { lastRunTodo } from './last-run-todo.ts';
import { failedRowsTodo, queueTodos, type QueuePlace } from './queue-todos.ts';

/** The home that to-do items belong to, with the texts that describe them. */
export interface TodoPlace extends Pick<BoardHome, 'now'>, QueuePlace {}

/** Returns the to-do items of a home, most urgent first. Pure. */
export function todosOf(reading: Reading, place: TodoPlace): Todo[] {
  const { texts } = place;
  switch (reading.kind) {
    case 'unreadable': {
      const { error } = reading;
      const { what, next } = explainError(error, texts);
      const commands = commandsFor(error, commandWriter(place.profile));
      return [todo(`${error.code}: ${what}`, { more: next, commands })];
    }
    case 'none':
      return lost(reading.unlisted, place);
    case 'known': {
      const open = leftOpenOf(reading.standing).flatMap((one) => withoutWork(one, reading));
      const { queue } = reading;
      return [
        ...refusal(reading, place),
        ...(queue === undefined ? [] : queueTodos(queue, place)),
        ...lastRunTodo(reading, place),
        ...open.flatMap((one) => (one.kind === 'failed' ? [] : openTodo(one, place))),
        ...failures(reading, place),
        ...(queue === undefined ? [] : failedRowsTodo(queue, place)),
        ...lost(reading.unlisted, place),
        ...expiries(reading.standing.enrolments, place),
      ];
    }
  }
}

/** Leaves out the clicks of runs at work, which read their results themselves. */
function withoutWork(open: LeftOpen, { runs }: KnownReading): LeftOpen[] {
  if (open.kind !== 'unsettled') return [open];
  const begun = runs.filter(({ isRunning }) => isRunning).map(({ startedAt }) => startedAt);
  const enrolments = open.enrolments.filter(
    ({ updatedAt = '' }) => !begun.some((since) => since <= updatedAt),
  );
  return enrolments.length === 0 ? [] : [{ ...open, enrolments, count: enrolments.length }];
}

function lost(unlisted: number, place: TodoPlace): Todo[] {
  if (unlisted === 0) return [];
  const what = place.texts.board.todo.unlisted(unlisted);
  return [todo(what, { commands: [command('doctor --take-in', place)] })];
}

function todo(what: string, more: Partial<Todo> = {}): Todo {
  return { what, commands: [], sirets: [], ...more };
}

function command(words: string, { profile }: Pick<TodoPlace, 'profile'>): string {
  return commandWriter(profile)(...words.split(' '));
}

function codeNamed(text: string): ErrorCode | undefined {
  return (Object.keys(ERROR_POLICIES) as ErrorCode[]).find((code) => code === text);
}

function refusal({ standing }: KnownReading, place: TodoPlace): Todo[] {
  if (standing.refusal === undefined) return [];
  const { login, at } = standing.refusal;
  const { moment } = formatsFor(place.language, place.timezone);
  const what = place.texts.board.todo['sign-in-refused'](login, moment(at));
  return [
    todo(what, {
      commands: mendingCommands({ code: 'PASSWORD_REFUSED_EARLIER' }, commandWriter(place.profile)),
    }),
  ];
}

function openTodo({ kind, enrolments, count }: LeftOpen, place: TodoPlace): Todo[] {
  const { todo: words } = place.texts.board;
  const sirets = enrolments.map(({ siret }) => siret);
  switch (kind) {
    case 'unsettled':
      return [
        todo(words.unsettled(count), {
          commands: forAll(sirets, (siret) => [command(`plan --siret ${siret}`, place)]),
          ...{ sirets, filter: kind },
        }),
      ];
    case 'doubtful':
      return [
        todo(words.doubtful(count), {
          commands: doubtCommands(enrolments, place),
          ...{ sirets, filter: kind },
        }),
      ];
    case 'unproven':
      return [
        todo(words.unproven(count), {
          commands: forAll(sirets, (siret) =>
            mendingCommands({ code: 'ACCOUNT_UNPROVEN', siret }, commandWriter(place.profile)),
          ),
          ...{ sirets, filter: kind },
        }),
      ];
    case 'password-missing':
      return [
        todo(words['password-missing'](count), {
          commands: forAll(sirets, (siret) => [command(`renew --adopt --siret ${siret}`, place)]),
          ...{ sirets, filter: kind },
        }),
      ];
    case 'undelivered':
      return [
        todo(words.undelivered(count), {
          commands: mendingCommands({ code: 'DELIVERY_FAILED' }, commandWriter(place.profile)),
          ...{ sirets, filter: kind },
        }),
      ];
    case 'failed':
      return [];
  }
}

/** Maximum number of SIRETs in one command. */
const MOST_AT_ONCE = 10;

/** Commands that take several SIRETs at once. */
const TAKES_SEVERAL = /^raccord (?:plan|verify|renew) /u;

/** Returns commands for SIRETs: one for all if it takes several, otherwise those of the first. */
function forAll(
  sirets: readonly Siret[],
  commandsOf: (siret: Siret) => readonly string[],
): string[] {
  const [first] = sirets;
  if (first === undefined) return [];
  const all = sirets.slice(0, MOST_AT_ONCE).join(' ');
  return commandsOf(first).map((line) =>
    TAKES_SEVERAL.test(line) ? line.replace(first, all) : line,
  );
}

function doubtCommands(enrolments: readonly Enrolment[], place: TodoPlace): string[] {
  // Only trying a password shows whether it was changed.
  const isOfHalf = (one: Enrolment): boolean =>
    RESOURCES.some((resource) => one[resource].state === 'doubtful');
  return [true, false].flatMap((ofHalf) =>
    forAll(
      enrolments.filter((one) => isOfHalf(one) === ofHalf).map(({ siret }) => siret),
      (siret) =>
        mendingCommands(
          { code: 'OUTCOME_DOUBTFUL', siret, ofPassword: !ofHalf },
          commandWriter(place.profile),
        ),
    ),
  );
}

interface Failed {
  readonly enrolment: Enrolment;
  readonly failure: UnresolvedFailure;
}

/** Returns one item per error code, starting with the one that affects most SIRETs. */
function failures({ standing }: KnownReading, place: TodoPlace): Todo[] {
  const byCode = new Map<string, Map<string, Failed>>();
  for (const enrolment of standing.enrolments) {
    for (const failure of enrolment.failures) {
      if (isToldAsOpen(failure, enrolment)) continue;
      const same = byCode.get(failure.code) ?? new Map<string, Failed>();
      if (!same.has(enrolment.siret)) same.set(enrolment.siret, { enrolment, failure });
      byCode.set(failure.code, same);
    }
  }
  return [...byCode]
    .sort(([, one], [, other]) => other.size - one.size)
    .map(([code, failed]) => failureTodo(code, [...failed.values()], place));
}

function isToldAsOpen({ code }: UnresolvedFailure, enrolment: Enrolment): boolean {
  return code === 'OUTCOME_DOUBTFUL' && isDoubtful(enrolment);
}

function failureTodo(code: string, failed: readonly Failed[], place: TodoPlace): Todo {
  const { board } = place.texts;
  const sirets = failed.map(({ enrolment }) => enrolment.siret);
  const commandsOf = (siret: Siret): string[] =>
    failed
      .filter(({ enrolment }) => enrolment.siret === siret)
      .flatMap(({ enrolment, failure }) => failureCommands(failure, enrolment, place));
  return todo(board.todo.failed(failed.length, code), {
    more: board.readReport,
    commands: [command('runs --open', place), ...forAll(sirets, commandsOf)],
    ...{ sirets, filter: 'failed' },
  });
}

function failureCommands(
  { code: name, step: stepName }: UnresolvedFailure,
  { siret }: Enrolment,
  place: TodoPlace,
): string[] {
  const code = codeNamed(name);
  if (code === undefined) return [];
  const step = ALL_STEPS.find((one) => one === stepName);
  const look = lookCommand(
    { code, policy: ERROR_POLICIES[code], step },
    { siret, contact: { name: '', phone: '', email: '' }, newAccount: false },
    commandWriter(place.profile),
  );
  return mendingCommands({ code, siret }, commandWriter(place.profile), { look });
}

function expiries(enrolments: readonly Enrolment[], place: TodoPlace): Todo[] {
  const { todo: words } = place.texts.board;
  const those = (expiry: Expiry): Enrolment[] =>
    enrolments.filter((one) => expiryOf(one, place.now) === expiry);
  const told = (found: readonly Enrolment[], what: string, filter: string): Todo[] =>
    found.length === 0
      ? []
      : [
          todo(what, {
            commands: [command(`renew --within ${EXPIRES_SOON_DAYS}d`, place)],
            sirets: found.map(({ siret }) => siret),
            filter,
          }),
        ];
  const [expired, soon] = [those('expired'), those('soon')];
  return [
    ...told(expired, words.expired(expired.length), 'expired'),
    ...told(soon, words.expiring(soon.length, EXPIRES_SOON_DAYS), 'expiring'),
  ];
}

/** Returns the to-do items of one SIRET. */
export function todosAbout(siret: string, reading: KnownReading, place: TodoPlace): Todo[] {
  const { known, undelivered, gaps, enrolments } = reading.standing;
  const own = enrolments.filter((one) => one.siret === siret);
  // Leaves out what concerns the whole home, an account or the last run.
  const standing = { known, undelivered, gaps, enrolments: own };
  const { queue, ...rest } = reading;
  const rows = queue?.rows.filter((row) => row.siret === siret) ?? [];
  const ownQueue = queue && { queue: { ...queue, rows, accounts: [] } };
  return todosOf({ ...rest, standing, unlisted: 0, ...ownQueue }, place);
}
