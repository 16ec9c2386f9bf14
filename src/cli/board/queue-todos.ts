import type { BoardHome, ShownQueue, Todo } from '../../board/board-home.ts';
import { isPaused } from '../../domain/account-queue.ts';
import { commandWriter } from '../../domain/raccord-command.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Language } from '../../messages/load-texts.ts';
import { accountHeldBy, isAlive } from '../../queue/queue-view.ts';
import type { AccountOverview } from '../../queue/accounts.ts';
import type { QueuedRow } from '../../queue/queued-rows.ts';
import { formatsFor } from '../../reporting/report/value-formats.ts';
import { mendingCommands } from '../results/trouble.ts';
import type { Texts } from '../../messages/texts.ts';

/** The home that a queue belongs to, with the texts that describe it. */
export interface QueuePlace extends Pick<BoardHome, 'profile' | 'timezone'> {
  readonly texts: Texts;
  readonly language: Language;
  /** Profiles of the shown homes by administrator's login: the commands to type name them. */
  readonly logins: ReadonlyMap<string, string | undefined>;
}

/** Returns what the queue needs of a person, most urgent first, except for failed rows. Pure. */
export function queueTodos(queue: ShownQueue, place: QueuePlace): Todo[] {
  return [
    ...pausedAccounts(queue).map((account) => pausedTodo(account, place)),
    ...parkedTodo(queue, place),
    ...idleTodos(queue, place),
  ];
}

/** Returns the accounts that stay paused until a person resumes them. */
export function pausedAccounts({ accounts, now }: ShownQueue): AccountOverview[] {
  return accounts.filter((account) => isPaused(account, now) && account.pause?.until === undefined);
}

function pausedTodo({ login, pause }: AccountOverview, place: QueuePlace): Todo {
  if (pause === undefined) throw new Error(`${login} is not paused`);
  const { texts, logins } = place;
  const { todo: words } = texts.board;
  const { moment } = formatsFor(place.language, place.timezone);
  const command = commandWriter(logins.get(login) ?? place.profile);
  const { reason } = pause;
  const isOwn = logins.has(login);
  const mending = reason === 'ASKED' || !isOwn ? [] : mendingCommands({ code: reason }, command);
  return {
    what:
      reason === 'ASKED'
        ? words['paused-on-request'](login, moment(pause.since))
        : words.paused(login, moment(pause.since), reason),
    ...(reason !== 'ASKED' && { more: words['mend-first'] }),
    commands: [...mending, command('queue', 'resume', '--account', login)],
    sirets: [],
  };
}

function parkedTodo({ rows }: ShownQueue, place: QueuePlace): Todo[] {
  const parked = rows.filter(({ state }) => state === 'parked');
  if (parked.length === 0) return [];
  const { todo: words } = place.texts.board;
  const workers = [...new Set(parked.flatMap(({ worker }) => worker ?? []))];
  return [
    {
      what: words.parked(parked.length),
      more: words['parked-by'](workers),
      ...retrying(parked, place),
    },
  ];
}

/** Returns the item about failed rows, which belongs after the failures themselves. Pure. */
export function failedRowsTodo({ rows }: ShownQueue, place: QueuePlace): Todo[] {
  const failed = rows.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return [];
  const { todo: words } = place.texts.board;
  return [{ what: words['failed-in-queue'](failed.length), ...retrying(failed, place) }];
}

/** Maximum number of SIRETs in one command. */
const MAX_AT_ONCE = 10;

function retrying(
  rows: readonly QueuedRow[],
  { profile }: QueuePlace,
): { readonly commands: readonly string[]; readonly sirets: readonly Siret[] } {
  const sirets = rows.map(({ siret }) => siret);
  const which = sirets.length > MAX_AT_ONCE ? ['--all'] : ['--siret', ...sirets];
  return { commands: [commandWriter(profile)('queue', 'retry', ...which)], sirets };
}

/** Returns an item if rows wait although no worker runs, or although one has nothing to do. */
function idleTodos(queue: ShownQueue, place: QueuePlace): Todo[] {
  const { accounts, workers, now } = queue;
  const waiting = accounts.filter(
    (account) => account.counts.waiting > 0 && !account.isHeld && !isPaused(account, now),
  );
  if (waiting.length === 0) return [];
  const { todo: words } = place.texts.board;
  const command = commandWriter(place.profile);
  const alive = workers.filter((worker) => isAlive(worker, queue));
  if (alive.length === 0) {
    const count = waiting.reduce((sum, { counts }) => sum + counts.waiting, 0);
    return [{ what: words['no-worker'](count), commands: [command('worker')], sirets: [] }];
  }
  if (alive.every((worker) => accountHeldBy(worker, queue) !== undefined)) return [];
  return waiting
    .filter(({ waitingSince }) => isLong(waitingSince, now))
    .map(({ login }) => ({
      what: words['not-taken'](login),
      more: words['why-not-taken'],
      commands: [],
      sirets: [],
    }));
}

/** An idle worker looks for accounts every 15 seconds. */
const TAKEN_WITHIN_MS = 2 * 60_000;

function isLong(since: string | undefined, now: string): boolean {
  return since !== undefined && Date.parse(now) - Date.parse(since) > TAKEN_WITHIN_MS;
}
