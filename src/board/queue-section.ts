import { isPaused, ROW_STATES } from '../domain/account-queue.ts';
import { commandWriter } from '../domain/raccord-command.ts';
import type { AccountOverview } from '../queue/accounts.ts';
import { isAlive } from '../queue/queue-view.ts';
import type { WorkerOverview } from '../queue/workers.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import type { KnownHome, ShownQueue } from './board-home.ts';
import { section, siretLink, table } from './parts.ts';
import type { Reader } from './reader.ts';

/** Maximum number of failed and parked rows shown. */
const MAX_ROWS = 20;

/** Returns the queue of each database: accounts, workers, and rows that were set aside. */
export function queueSection(homes: readonly KnownHome[], reader: Reader): Markup[] {
  const { board } = reader.texts;
  const parts = homes.flatMap((home) => {
    const { queue } = home.reading;
    if (queue === undefined) return [];
    return [
      accountsTable(queue, home, reader),
      workersTable(queue, home, reader),
      setAside(queue, home, reader),
    ];
  });
  return parts.length === 0 ? [] : [section('queue', board.sections.queue, parts)];
}

function accountsTable(queue: ShownQueue, home: KnownHome, reader: Reader): Markup {
  const { board, queue: words } = reader.texts;
  if (queue.accounts.length === 0) return markup`<p class="quiet">${words.empty}</p>`;
  const { columns } = board.queue;
  return table(
    board.sections.queue,
    [words.accounts.login, columns.rows, columns.waitingSince, words.accounts.standing],
    queue.accounts.map((account) => [
      markup`<span class="login">${account.login}</span>`,
      countsOf(account, reader),
      account.waitingSince === undefined
        ? undefined
        : markup`${momentOf(account.waitingSince, home, reader)}`,
      standingOf(account, queue.now, home, reader),
    ]),
  );
}

function countsOf({ counts }: AccountOverview, { texts: { board } }: Reader): Markup {
  const known = ROW_STATES.filter((state) => counts[state] > 0);
  const texts = known.map((state) => board.queue.counts[state](counts[state]));
  return markup`${texts.map((text) => text.replaceAll(' ', '\u00a0')).join(' · ')}`;
}

/** Returns who holds an account, its pause, and the host it is pinned to. */
function standingOf(
  account: AccountOverview,
  now: string,
  home: KnownHome,
  reader: Reader,
): Markup {
  const { board, queue: words } = reader.texts;
  const { holder, pinnedTo } = account;
  const { where, since } = board.working;
  return markup`${
    holder !== undefined &&
    markup`<span class="outcome recovered">${where(holder.host, holder.pid)}</span><small>${since(momentOf(holder.since, home, reader))}</small>`
  }${pauseOf(account, now, home, reader)}${
    pinnedTo !== undefined && markup`<small>${words.pinned(pinnedTo)}</small>`
  }`;
}

function pauseOf(
  account: AccountOverview,
  now: string,
  home: KnownHome,
  reader: Reader,
): Markup | undefined {
  const { pause, login } = account;
  if (pause === undefined || !isPaused(account, now)) return undefined;
  const { board, queue: words } = reader.texts;
  const { since, until, reason } = pause;
  const resume = commandWriter(home.profile)('queue', 'resume', '--account', login);
  return markup`<span class="outcome unproven">${board.queue.paused}</span><small>${words.reason(reason)}</small><small>${board.working.since(momentOf(since, home, reader))}${
    // One that a person has to end is among the things to do, with its command.
    until !== undefined &&
    markup`, ${board.queue.until(momentOf(until, home, reader))}</small><small><code>${resume}</code>`
  }</small>`;
}

function workersTable(queue: ShownQueue, home: KnownHome, reader: Reader): Markup {
  const { board, queue: words } = reader.texts;
  const { workers } = queue;
  const title = markup`<h3>${board.queue.workers}</h3>\n`;
  if (workers.length === 0) return markup`${title}<p class="quiet">${words.noWorker}</p>\n`;
  return markup`${title}${table(
    board.queue.workers,
    [words.workers.id, board.queue.columns.inHand, words.workers.seen, words.workers.standing],
    workers.map((worker) => [
      markup`${worker.id} <small>raccord ${worker.version}</small>`,
      inHandOf(worker, queue, home, reader),
      markup`${board.queue.ago(spanSince(worker.seenAt, queue.now, home, reader))}`,
      workerState(worker, queue, reader),
    ]),
  )}`;
}

/** Returns the SIRETs that a worker works on, each with its step. */
function inHandOf(
  { id }: WorkerOverview,
  { rows, steps, now }: ShownQueue,
  home: KnownHome,
  reader: Reader,
): Markup {
  const own = rows.filter(({ state, worker }) => state === 'running' && worker === id);
  return markup`${own.map(({ siret, since }) => {
    const step = steps.get(siret);
    const took = spanSince(step?.since ?? since, now, home, reader);
    return markup`<span class="in-hand">${siretLink(siret, home, reader)} <small>${
      step === undefined ? reader.texts.board.working.between : reader.texts.steps[step.step]
    }, ${took}</small></span>`;
  })}`;
}

function workerState(
  worker: WorkerOverview,
  queue: ShownQueue,
  { texts: { board, queue: words } }: Reader,
): Markup {
  if (!isAlive(worker, queue)) {
    return markup`<span class="outcome failed">${board.queue.silent}</span>`;
  }
  return worker.drains
    ? markup`<span class="outcome recovered">${words.draining}</span>`
    : markup`<span class="outcome created">${board.queue.alive}</span>`;
}

/** Returns the parked and failed rows. */
function setAside({ rows }: ShownQueue, home: KnownHome, reader: Reader): Markup | undefined {
  const { board, queue: words } = reader.texts;
  const aside = [
    ...rows.filter(({ state }) => state === 'parked'),
    ...rows.filter(({ state }) => state === 'failed'),
  ];
  if (aside.length === 0) return undefined;
  const { siret, login, state, since } = words.rows;
  const left = aside.length - MAX_ROWS;
  const list = commandWriter(home.profile)('queue', 'list');
  return markup`<h3>${board.queue.setAside}</h3>
${table(
  board.queue.setAside,
  [siret, login, state, since],
  aside
    .slice(0, MAX_ROWS)
    .map((row) => [
      siretLink(row.siret, home, reader),
      row.login,
      markup`<span class="outcome ${row.state === 'parked' ? 'unproven' : 'failed'}">${words.states[row.state]}</span>${
        row.reason !== undefined && markup`<small>${words.reason(row.reason)}</small>`
      }`,
      momentOf(row.since, home, reader),
    ]),
)}${left > 0 && markup`<p class="quiet">${board.others(left)} : <code>${list}</code></p>`}`;
}

function momentOf(iso: string, { timezone }: KnownHome, { language }: Reader): string {
  return formatsFor(language, timezone).moment(iso);
}

function spanSince(
  iso: string,
  now: string,
  { timezone }: KnownHome,
  { language }: Reader,
): string {
  const milliseconds = Math.max(0, Date.parse(now) - Date.parse(iso));
  return formatsFor(language, timezone).span(milliseconds);
}
