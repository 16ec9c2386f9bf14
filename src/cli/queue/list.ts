import { EXIT } from '../../errors/exit-code.ts';
import { asJson, type JsonValue } from '../../domain/json.ts';
import { isPaused } from '../../domain/account-queue.ts';
import type { AccountOverview } from '../../queue/accounts.ts';
import { readQueue, type QueueView } from '../../queue/queue-view.ts';
import type { QueuedRow } from '../../queue/queued-rows.ts';
import type { WorkerOverview } from '../../queue/workers.ts';
import type { Command, CommandContext } from '../context.ts';
import { table } from '../terminal/text-tables.ts';
import { commandLine, withQueue } from '../queued/queue-place.ts';

/** `raccord queue list`: lists what waits, and which worker has worked on what since when. */
export const list: Command<{ readonly json?: true }> = (context, { json }) =>
  withQueue(context, async (ledger) => {
    const view = await readQueue(ledger);
    if (json === true) context.terminal.json(documentOf(context, view));
    else print(context, view);
    return EXIT.done;
  });

function documentOf(
  context: CommandContext,
  { now, accounts, workers, rows }: QueueView,
): JsonValue {
  return asJson({
    accounts: accounts.map(({ counts, pause, holder, ...account }) => ({
      ...account,
      counts,
      holder,
      pause: isPaused({ pause }, now) ? pause : undefined,
      next: nextFor(context, { ...account, counts, pause }, now),
    })),
    workers,
    rows: rows.map((row) => ({ ...row, next: nextForRow(context, row) })),
  });
}

function print(context: CommandContext, { now, accounts, workers, rows }: QueueView): void {
  const { terminal } = context;
  const words = context.texts.queue;
  if (accounts.length === 0) {
    terminal.out(words.empty);
    return;
  }
  const titles = words.accounts;
  terminal.out(
    table(
      Object.values(titles),
      accounts.map((account) => [
        account.login,
        ...(['waiting', 'running', 'done', 'failed', 'parked'] as const).map((state) =>
          String(account.counts[state]),
        ),
        statusText(context, account, now),
      ]),
      terminal.columns,
    ),
  );
  if (workers.length === 0) terminal.out(`\n${words.noWorker}`);
  else {
    const text = ({ id, seenAt, drains }: WorkerOverview): string[] => [
      ...[id, seenAt, drains ? words.draining : ''],
    ];
    terminal.out(`\n${table(Object.values(words.workers), workers.map(text), terminal.columns)}`);
  }
  const told = rows.filter(({ state }) => state !== 'waiting' && state !== 'done');
  if (told.length > 0) {
    const text = (row: QueuedRow): string[] => [
      ...[row.siret, row.login, words.states[row.state], row.since],
      row.state === 'running' ? (row.worker ?? '') : row.reason ? words.reason(row.reason) : '',
    ];
    terminal.out(`\n${table(Object.values(words.rows), told.map(text), terminal.columns)}`);
  }
  const next = [
    ...accounts.flatMap((account) => nextFor(context, account, now) ?? []),
    ...rows.flatMap((row) => nextForRow(context, row) ?? []),
  ];
  for (const command of new Set(next)) terminal.out(words.next(command));
}

function statusText({ texts }: CommandContext, account: AccountOverview, now: string): string {
  const { holder, pause, pinnedTo } = account;
  const words = texts.queue;
  return [
    ...(holder === undefined ? [] : [words.heldBy(holder.host, holder.pid, holder.since)]),
    ...(pause !== undefined && isPaused(account, now)
      ? [words.paused(words.reason(pause.reason), pause.since, pause.until)]
      : []),
    ...(pinnedTo === undefined ? [] : [words.pinned(pinnedTo)]),
  ].join('; ');
}

/** Returns the command that resumes a paused account. */
function nextFor(
  context: CommandContext,
  account: Pick<AccountOverview, 'login' | 'pause' | 'counts'>,
  now: string,
): string | undefined {
  if (!isPaused(account, now)) return undefined;
  return commandLine(context, 'queue', 'resume', '--account', account.login);
}

/** Returns the command that requeues a row. */
function nextForRow(context: CommandContext, { state, siret }: QueuedRow): string | undefined {
  if (state !== 'parked' && state !== 'failed') return undefined;
  return commandLine(context, 'queue', 'retry', '--siret', siret);
}
