import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { mayBeValid, type CredentialEntry } from '../../domain/credential.ts';
import {
  accountCredential,
  credentialsOf,
  knownAccountRow,
  openRenewals,
  type Enrolment,
  type ResourceState,
  type ResourceStatus,
} from '../../domain/enrolment.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { PasswordGap } from '../../domain/password-gap.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../../domain/portal-date.ts';
import { sinkNames } from '../../credentials/delivery/sink-names.ts';
import { writeMetrics } from '../../reporting/metrics/write-metrics.ts';
import { renderError } from '../../messages/render.ts';
import { csvCell } from '../../reporting/report/report-csv.ts';
import { formatsFor } from '../../reporting/report/value-formats.ts';
import { leftOpenOf, type LeftOpen } from '../../status/left-open.ts';
import { applicationOf, isInState, messageOf, shownOf } from '../../status/resource-view.ts';
import { readStatusSnapshot, type StatusSnapshot } from '../../status/status-snapshot.ts';
import { hasEnded } from '../../ledger/journals/run-rows.ts';
import { endText } from '../../status/runs-with-reports.ts';
import type { Paint } from '../terminal/colour.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { homeConfig } from '../options/demo-home.ts';
import { siretOf } from '../options/option-values.ts';
import { table } from '../terminal/text-tables.ts';
import { warnOfUnlisted } from '../results/warn-of-unlisted.ts';
import { minuteOf, wallClock } from '../../schedule/wall-clock.ts';
import { isSealedIn, damagedCredentials } from '../../credentials/vault/sealed-files.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

export interface StatusFlags {
  readonly siret?: readonly string[];
  readonly state?: readonly (ResourceState | 'failed')[];
  /** Milliseconds. */
  readonly within?: number;
  readonly watch?: true;
  /** Path of a metrics file for Prometheus. */
  readonly metrics?: string;
  readonly demo?: true;
  readonly json?: true;
  readonly csv?: true;
}

const DAY_MS = 86_400_000;
const WATCH_EVERY_MS = 1_000;

/** `raccord status`: shows the state of each SIRET, the first password to expire first. */
export const status: Command<StatusFlags> = async (context, flags) => {
  const config = homeConfig(context, flags);
  const isWanted = filterOf(flags, config);
  const app = appOf(context, config, loggerOf(context, false));
  const isThere = isSealedIn(vaultFolderOf(config));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const read = (): Promise<StatusSnapshot> =>
      readStatusSnapshot(ledger, { ...config, isThere }, isWanted);
    const view: View = {
      begin: (snapshot) => lastRunLines(context, config, snapshot),
      timezone: config.timezone,
    };
    if (flags.watch === true) {
      await watch(context, flags, { ...view, read, version: () => ledger.version() });
      return EXIT.done;
    }
    const snapshot = await read();
    if (flags.metrics !== undefined) {
      const { profile } = config;
      const labels: Record<string, string> = profile === undefined ? {} : { profile };
      await writeMetrics(flags.metrics, { ledger, isThere }, sinkNames(config.delivery), labels);
      context.terminal.err(context.texts.delivery.metricsWritten(flags.metrics));
    }
    if (flags.metrics === undefined || flags.json === true) {
      show(context, flags, snapshot, view);
    }
    await warnOfUnlisted(context, config, ledger);
    // Printed beside the table, which may be needed to repair the damage.
    const damaged = await damagedCredentials(vaultFolderOf(config), openCredentials(snapshot));
    for (const error of damaged) context.terminal.err(renderError(error, context.texts));
    return damaged[0]?.exitCode ?? EXIT.done;
  });
};

/** Returns the shown credentials that open an account, or may do so. */
function openCredentials({ enrolments }: StatusSnapshot): CredentialEntry[] {
  return enrolments.flatMap(credentialsOf).filter(({ status }) => mayBeValid(status));
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
      (state === undefined || state.some((one) => isInState(enrolment, one))) &&
      (within === undefined || days <= within / DAY_MS)
    );
  };
}

/** Shows the status after every change: in place on a terminal, below the last one elsewhere. */
async function watch(
  context: CommandContext,
  flags: StatusFlags,
  {
    read,
    version,
    ...view
  }: View & { read: () => Promise<StatusSnapshot>; version: () => Promise<string> },
): Promise<void> {
  const { signal, terminal, redactor } = context;
  // Imported here: only this needs it, and loading is slow.
  const { createLogUpdate } = await import('log-update');
  const live =
    process.stdout.isTTY && flags.json !== true ? createLogUpdate(process.stdout) : undefined;
  let before: StatusSnapshot | undefined;
  let seen: string | undefined;
  while (!signal.aborted) {
    const latest = await version();
    const now = before === undefined || latest !== seen ? await read() : before;
    seen = latest;
    if (!isDeepStrictEqual(now, before)) {
      if (flags.json === true) {
        terminal.jsonLine({ enrolments: now.enrolments.map((one) => asDocument(one, now)) });
      } else if (live === undefined) show(context, flags, now, view);
      else live(redactor.redact([...view.begin(now), textOf(context, now, view)].join('\n')));
    }
    before = now;
    await systemClock.sleep(WATCH_EVERY_MS, signal);
  }
  live?.done();
}

interface View {
  /** Lines to print before the table. */
  readonly begin: (snapshot: StatusSnapshot) => readonly string[];
  /** Time zone of the times shown. */
  readonly timezone: string;
}

function show(
  context: CommandContext,
  flags: StatusFlags,
  snapshot: StatusSnapshot,
  view: View,
): void {
  const { terminal, texts } = context;
  const { enrolments, refusal } = snapshot;
  if (refusal !== undefined) terminal.err(texts.status.refusal(refusal.login, refusal.at));
  if (flags.json === true) {
    terminal.json({
      lastRun: snapshot.lastRun && { ...snapshot.lastRun },
      enrolments: enrolments.map((one) => asDocument(one, snapshot)),
    });
    return;
  }
  for (const line of [...view.begin(snapshot), ...leftOpen(context, snapshot)]) terminal.err(line);
  if (flags.csv === true) {
    terminal.out(csvOf(snapshot));
    return;
  }
  if (enrolments.length > 0) terminal.out(textOf(context, snapshot, view));
  else terminal.err(textOf(context, snapshot, view));
}

/** Describes what is left to do about the shown SIRETs. */
function leftOpen({ texts }: CommandContext, snapshot: StatusSnapshot): string[] {
  const sentences: Readonly<Record<LeftOpen['kind'], (count: number) => string>> = {
    failed: texts.status.failed,
    unsettled: texts.status.unsettled,
    doubtful: texts.delivery.doubtful,
    unproven: texts.delivery.unproven,
    'password-missing': texts.delivery.passwordMissing,
    undelivered: texts.delivery.undelivered,
  };
  return leftOpenOf(snapshot).map(({ kind, count }) => sentences[kind](count));
}

const PAINTS: Readonly<Record<ResourceState, keyof Paint>> = {
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

/** Describes the state of a resource, what its password lacks, and the state on the portal. */
function stateOf(
  resource: ResourceStatus<unknown>,
  { texts, terminal: { paint } }: CommandContext,
  gap?: PasswordGap,
): string {
  const word = texts.status.states[resource.state];
  const shown = shownOf(resource)?.state ?? '';
  const onPortal = shown === '' ? '' : ` (${shown})`;
  if (gap === undefined) return paint[PAINTS[resource.state]](`${word}${onPortal}`);
  return paint.odd(`${word}, ${texts.passwords[gap]}${onPortal}`);
}

function textOf(
  context: CommandContext,
  { enrolments, known, gaps }: StatusSnapshot,
  { timezone }: View,
): string {
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
        ...(anyFailed ? [failureText(enrolment, timezone)] : []),
        updatedAt === undefined ? '' : minuteOf(updatedAt, timezone),
      ];
    }),
    terminal.columns,
  );
}

/** Lists each error code once, with the day it last occurred. */
function failureText({ failures }: Enrolment, timezone: string): string {
  const days = new Map(
    failures.map(({ code, at }) => [code, wallClock(new Date(at), timezone).date]),
  );
  return [...days].map(([code, day]) => `${code} ${day}`).join(', ');
}

/** Formats the rows for a spreadsheet or a script, with the same words in every language. */
function csvOf({ enrolments, gaps }: StatusSnapshot): string {
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

/** Describes how the last run ended, with its report; empty if there was no run. */
function lastRunLines(
  { texts, processEnvironment }: CommandContext,
  { timezone }: Config,
  { lastRun }: StatusSnapshot,
): readonly string[] {
  if (lastRun === undefined) return [];
  const { command, startedAt, endedAt, report } = lastRun;
  const { moment } = formatsFor(processEnvironment.language, timezone);
  const words = hasEnded(lastRun) ? texts.runs.last : texts.runs.lastOpen;
  const line = words(command, moment(endedAt ?? startedAt), endText(lastRun, texts));
  return report === undefined ? [line] : [line, texts.batch.report(report)];
}

/** Formats the expiry date, with the days left if they are few. */
function expiryOf(expiresOn: string | undefined, mark: (days: number) => string): string {
  if (expiresOn === undefined) return '';
  const days = daysUntil(expiresOn, systemClock.now());
  return days < EXPIRES_SOON_DAYS ? `${expiresOn} ${mark(days)}` : expiresOn;
}

function asDocument(enrolment: Enrolment, { undelivered, gaps }: StatusSnapshot) {
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
