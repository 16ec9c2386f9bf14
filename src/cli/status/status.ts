import { isDeepStrictEqual } from 'node:util';
import type { App } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { mayOpen, type CredentialEntry } from '../../domain/credential.ts';
import {
  accountCredential,
  credentialsOf,
  isDoubtful,
  knownAccountRow,
  openRenewals,
  unprovenCredential,
  type Enrolment,
  type HalfState,
  type Standing as HalfStanding,
} from '../../domain/enrolment.ts';
import { EXIT, type ExitCode } from '../../domain/errors.ts';
import { HALVES } from '../../domain/ledger-event.ts';
import type { PortalRow } from '../../domain/portal-row.ts';
import { knownPasswordGap, type PasswordGap } from '../../domain/password-gap.ts';
import { isSent } from '../../domain/operation.ts';
import type { Siret } from '../../domain/siret.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../../domain/portal-date.ts';
import { readPending } from '../../delivery/outbox.ts';
import { sinkNames } from '../../delivery/sink-names.ts';
import { writeMetrics } from '../../metrics/write-metrics.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { renderError } from '../../messages/render.ts';
import { csvCell } from '../../report/csv.ts';
import { formatsFor } from '../../report/formats.ts';
import type { Paint } from '../terminal/colour.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { homeConfig } from '../options/demo-home.ts';
import { siretOf } from '../options/siret-option.ts';
import { endText, readToldRuns, type ToldRun } from '../results/told-runs.ts';
import { table } from '../terminal/tables.ts';
import { tellUnlisted } from '../results/tell-unlisted.ts';

export interface StatusFlags {
  readonly siret?: readonly string[];
  readonly state?: readonly (HalfState | 'failed')[];
  /** Milliseconds. */
  readonly within?: number;
  readonly watch?: true;
  /** A file for Prometheus. */
  readonly metrics?: string;
  readonly demo?: true;
  readonly json?: true;
  readonly csv?: true;
}

const DAY_MS = 86_400_000;
const WATCH_EVERY_MS = 1_000;

/** `raccord status`: where each SIRET stands, the first password to expire first. */
export const status: Command<StatusFlags> = async (context, flags) => {
  const config = homeConfig(context, flags);
  const isWanted = filterOf(flags, config);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const read = (): Promise<Standing> => readStanding(ledger, { config, app }, isWanted);
    const begin = (standing: Standing): readonly string[] =>
      lastRunLines(context, config, standing);
    if (flags.watch === true) {
      await watch(context, flags, { read, begin, version: () => ledger.version() });
      return EXIT.done;
    }
    const standing = await read();
    if (flags.metrics !== undefined) {
      const place = { ledger, isThere: app.isSealedThere.bind(app) };
      await writeMetrics(flags.metrics, place, sinkNames(config.delivery));
      context.terminal.err(context.texts.delivery.metricsWritten(flags.metrics));
    }
    if (flags.metrics === undefined || flags.json === true) {
      show(context, flags, standing, begin);
    }
    await tellUnlisted(context, app, ledger);
    // Told beside the table, which may be what is needed to mend it.
    const damaged = await app.damagedCredentials(openCredentials(standing));
    for (const error of damaged) context.terminal.err(renderError(error, context.texts));
    return damaged[0]?.exitCode ?? EXIT.done;
  });
};

interface Standing {
  /** How many the ledger knows, whatever the filter. */
  readonly known: number;
  readonly enrolments: readonly Enrolment[];
  /** The names of the sinks that have not got a SIRET's credential yet. */
  readonly undelivered: ReadonlyMap<Siret, readonly string[]>;
  /** Of accounts that the portal shows and whose password is not here for sure. */
  readonly gaps: ReadonlyMap<Siret, PasswordGap>;
  readonly refusal?: { readonly login: string; readonly at: string };
  /** The last run that was to change something, and where its report is. */
  readonly lastRun?: ToldRun;
}

async function readStanding(
  ledger: Ledger,
  { config: { home, login, delivery }, app }: { readonly config: Config; readonly app: App },
  isWanted: Filter,
): Promise<Standing> {
  const all = await ledger.enrolments();
  const last = (await readToldRuns(ledger, home)).find(({ command }) => WORKING.has(command));
  const refusal = login === undefined ? undefined : await ledger.refusedSignIn(login);
  const undelivered = new Map<Siret, string[]>();
  for (const { entry, sink } of await readPending(ledger, sinkNames(delivery))) {
    undelivered.set(entry.siret, [...(undelivered.get(entry.siret) ?? []), sink]);
  }
  const gaps = new Map(
    all.flatMap((enrolment) => {
      const { siret } = enrolment;
      const gap = knownPasswordGap(enrolment, (one) => app.isSealedThere(siret, one));
      return gap === undefined ? [] : [[siret, gap] as const];
    }),
  );
  return {
    known: all.length,
    undelivered,
    gaps,
    enrolments: all.filter(isWanted).sort(byExpiry),
    ...(last !== undefined && { lastRun: last }),
    ...(login !== undefined && refusal !== undefined && { refusal: { login, at: refusal.at } }),
  };
}

/** The credentials that open an account, or may do so, of what is shown. */
function openCredentials({ enrolments }: Standing): CredentialEntry[] {
  return enrolments.flatMap(credentialsOf).filter(({ status }) => mayOpen(status));
}

type Filter = (enrolment: Enrolment) => boolean;

/** @throws RaccordError SIRET_INVALID. */
function filterOf({ siret, state, within }: StatusFlags, { environment }: Config): Filter {
  const sirets = siret?.map((text) => siretOf(text, environment));
  return (enrolment) => {
    const { expiresOn } = knownAccountRow(enrolment) ?? {};
    const days = expiresOn === undefined ? Infinity : daysUntil(expiresOn, systemClock.now());
    return (
      (sirets === undefined || sirets.includes(enrolment.siret)) &&
      (state === undefined ||
        (enrolment.failures.length > 0 && state.includes('failed')) ||
        HALVES.some((half) => state.includes(enrolment[half].state)) ||
        openRenewals(enrolment).some(({ operation }) => state.includes(operation.state))) &&
      (within === undefined || days <= within / DAY_MS)
    );
  };
}

/** Shows what there is, and again whenever it changed: in its place on a terminal, below elsewhere. */
async function watch(
  context: CommandContext,
  flags: StatusFlags,
  {
    read,
    begin,
    version,
  }: { read: () => Promise<Standing>; begin: Begin; version: () => Promise<string> },
): Promise<void> {
  const { signal, terminal, redactor } = context;
  // Loaded here: only this needs it, and loading takes its time.
  const { createLogUpdate } = await import('log-update');
  const live =
    process.stdout.isTTY && flags.json !== true ? createLogUpdate(process.stdout) : undefined;
  let before: Standing | undefined;
  let seen: string | undefined;
  while (!signal.aborted) {
    const latest = await version();
    const now = before === undefined || latest !== seen ? await read() : before;
    seen = latest;
    if (!isDeepStrictEqual(now, before)) {
      if (flags.json === true) {
        terminal.jsonLine({ enrolments: now.enrolments.map((one) => asDocument(one, now)) });
      } else if (live === undefined) show(context, flags, now, begin);
      else live(redactor.redact([...begin(now), textOf(context, now)].join('\n')));
    }
    before = now;
    await systemClock.sleep(WATCH_EVERY_MS, signal);
  }
  live?.done();
}

type Begin = (standing: Standing) => readonly string[];

function show(context: CommandContext, flags: StatusFlags, standing: Standing, begin: Begin): void {
  const { terminal, texts } = context;
  const { enrolments, refusal } = standing;
  if (refusal !== undefined) terminal.err(texts.status.refusal(refusal.login, refusal.at));
  if (flags.json === true) {
    terminal.json({
      lastRun: standing.lastRun && { ...standing.lastRun },
      enrolments: enrolments.map((one) => asDocument(one, standing)),
    });
    return;
  }
  for (const line of [...begin(standing), ...leftOpen(context, standing)]) terminal.err(line);
  if (flags.csv === true) {
    terminal.out(csvOf(standing));
    return;
  }
  if (enrolments.length > 0) terminal.out(textOf(context, standing));
  else terminal.err(textOf(context, standing));
}

/** What is still to be done about what is shown. */
function leftOpen(
  { texts }: CommandContext,
  { enrolments, undelivered, gaps }: Standing,
): string[] {
  const failed = enrolments.filter(({ failures }) => failures.length > 0).length;
  const doubtful = enrolments.filter(isDoubtful).length;
  const unproven = enrolments.filter(unprovenCredential).length;
  const missing = enrolments.filter(({ siret }) => gaps.get(siret) === 'missing').length;
  const pending = enrolments.flatMap(({ siret }) => undelivered.get(siret) ?? []).length;
  return [
    ...(failed === 0 ? [] : [texts.status.failed(failed)]),
    ...(doubtful === 0 ? [] : [texts.delivery.doubtful(doubtful)]),
    ...(unproven === 0 ? [] : [texts.delivery.unproven(unproven)]),
    ...(missing === 0 ? [] : [texts.delivery.passwordMissing(missing)]),
    ...(pending === 0 ? [] : [texts.delivery.undelivered(pending)]),
  ];
}

const PAINTS: Readonly<Record<HalfState, keyof Paint>> = {
  unread: 'dim',
  absent: 'dim',
  existing: 'good',
  sealed: 'odd',
  intended: 'odd',
  accepted: 'good',
  done: 'good',
  refused: 'bad',
  unproven: 'odd',
  doubtful: 'odd',
};

/** A half's state in words, what lacks of the account's password, and what the portal calls its state. */
function stateOf(
  half: HalfStanding<unknown>,
  { texts, terminal: { paint } }: CommandContext,
  gap?: PasswordGap,
): string {
  const word = texts.status.states[half.state];
  const shown = shownOf(half)?.state ?? '';
  const onPortal = shown === '' ? '' : ` (${shown})`;
  if (gap === undefined) return paint[PAINTS[half.state]](`${word}${onPortal}`);
  return paint.odd(`${word}, ${texts.passwords[gap]}${onPortal}`);
}

function textOf(context: CommandContext, { enrolments, known, gaps }: Standing): string {
  const { texts, terminal } = context;
  if (enrolments.length === 0) {
    return known === 0 ? texts.status.none : texts.status.noneOfThese;
  }
  const { columns } = texts;
  const anyFailed = enrolments.some(({ failures }) => failures.length > 0);
  return table(
    [
      columns.siret,
      columns.connection,
      columns.application,
      columns.account,
      columns.login,
      columns.expires,
      ...(anyFailed ? [texts.status.failure] : []),
      columns.updated,
    ],
    enrolments.map((enrolment) => {
      const { siret, connection, account, updatedAt } = enrolment;
      const shown = knownAccountRow(enrolment);
      const gap = gaps.get(siret);
      return [
        siret,
        stateOf(connection, context),
        applicationOf(connection) ?? '',
        stateOf(account, context, gap),
        shown?.name ?? accountCredential(enrolment)?.login ?? '',
        expiryOf(shown?.expiresOn, texts.status.expires),
        ...(anyFailed ? [failureText(enrolment)] : []),
        (updatedAt ?? '').slice(0, 16).replace('T', ' '),
      ];
    }),
    terminal.columns,
  );
}

/** Each code once, with the day on which it was met last. */
function failureText({ failures }: Enrolment): string {
  const days = new Map(failures.map(({ code, at }) => [code, at.slice(0, 10)]));
  return [...days].map(([code, day]) => `${code} ${day}`).join(', ');
}

/** The rows for a spreadsheet or a script, with the same words in every language. */
function csvOf({ enrolments, gaps }: Standing): string {
  const rows = enrolments.map((enrolment) => {
    const { siret, connection, account, failures, updatedAt } = enrolment;
    const row = knownAccountRow(enrolment);
    return [
      siret,
      connection.state,
      applicationOf(connection),
      shownOf(connection)?.state,
      account.state,
      row?.name ?? accountCredential(enrolment)?.login,
      shownOf(account)?.state,
      row?.expiresOn,
      gaps.get(siret),
      [...new Set(failures.map(({ code }) => code))].join(' '),
      failures.at(-1)?.at,
      updatedAt,
    ].map((cell) => csvCell(cell));
  });
  return [CSV_HEAD.map((name) => csvCell(name)), ...rows].map((row) => row.join(';')).join('\r\n');
}

const CSV_HEAD = [
  'siret',
  'connection',
  'application',
  'connection_portal_state',
  'account',
  'login',
  'account_portal_state',
  'expires_on',
  'credential',
  'failure',
  'failed_at',
  'updated_at',
] as const;

/** Commands whose last run says how the work stands; others look, or change nothing on the portal. */
const WORKING: ReadonlySet<string> = new Set(['batch', 'run', 'renew', 'demo']);

/** How the last run ended, and where its report is; nothing where there was none. */
function lastRunLines(
  { texts, surroundings }: CommandContext,
  { timezone }: Config,
  { lastRun }: Standing,
): readonly string[] {
  if (lastRun === undefined) return [];
  const { command, startedAt, endedAt, report } = lastRun;
  const { moment } = formatsFor(surroundings.language, timezone);
  const line = texts.runs.last(command, moment(endedAt ?? startedAt), endText(lastRun, texts));
  return report === undefined ? [line] : [line, texts.batch.report(report)];
}

/** The date, and how long it is still good for where that is not long. */
function expiryOf(expiresOn: string | undefined, mark: (days: number) => string): string {
  if (expiresOn === undefined) return '';
  const days = daysUntil(expiresOn, systemClock.now());
  return days < EXPIRES_SOON_DAYS ? `${expiresOn} ${mark(days)}` : expiresOn;
}

function byExpiry(one: Enrolment, other: Enrolment): number {
  const expiry = (enrolment: Enrolment): string =>
    `${knownAccountRow(enrolment)?.expiresOn ?? '9999'} ${enrolment.siret}`;
  return expiry(one) < expiry(other) ? -1 : 1;
}

/** What the portal's list last showed of a half. */
function shownOf({ observation }: HalfStanding<unknown>): PortalRow | undefined {
  return observation.kind === 'present' ? observation.found : undefined;
}

function applicationOf({ observation, operation }: Enrolment['connection']): string | undefined {
  if (observation.kind === 'present') return observation.found.name;
  return 'what' in operation ? operation.what.applicationName : undefined;
}

function messageOf({ operation }: HalfStanding<unknown>): string | undefined {
  return isSent(operation) || operation.state === 'confirmed' ? operation.message : undefined;
}

function asDocument(enrolment: Enrolment, { undelivered, gaps }: Standing) {
  const { siret, connection, account, updatedAt } = enrolment;
  const shown = shownOf(account);
  const row = knownAccountRow(enrolment);
  const expiresOn = row?.expiresOn;
  const daysLeft = expiresOn === undefined ? undefined : daysUntil(expiresOn, systemClock.now());
  const credential = accountCredential(enrolment);
  return {
    siret,
    connection: {
      state: connection.state,
      applicationName: applicationOf(connection),
      portalState: shownOf(connection)?.state,
      message: messageOf(connection),
    },
    account: {
      state: account.state,
      login: row?.name ?? credential?.login,
      portalState: shown?.state,
      expiresOn,
      daysLeft,
      expiresSoon: daysLeft === undefined ? undefined : daysLeft < EXPIRES_SOON_DAYS,
      credentialId: credential?.id,
      credential: gaps.get(siret),
      message: messageOf(account),
    },
    renewals: openRenewals(enrolment).map(({ login, operation: { state } }) => ({ login, state })),
    failures: enrolment.failures.map(({ subject, ...failure }) =>
      typeof subject === 'string'
        ? { of: subject, ...failure }
        : { of: 'renewal', ...subject, ...failure },
    ),
    undelivered: undelivered.get(siret) ?? [],
    updatedAt,
  };
}
