import type { Config } from '../../config/config.ts';
import type { Profile } from '../../config/profile-files.ts';
import { systemClock } from '../../domain/clock.ts';
import { openRenewals, type Enrolment } from '../../domain/enrolment.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import { type JsonObject } from '../../domain/json.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../../domain/portal-date.ts';
import { lastRuns, type EndedRun } from '../../ledger/journals/run-rows.ts';
import { appOf, loggerOf, type CommandContext } from '../context.ts';
import { table } from '../terminal/text-tables.ts';
import { minuteOf } from '../../schedule/wall-clock.ts';
import { hasLedger } from '../../ledger/home-ledger.ts';
import type { Texts } from '../../messages/texts.ts';

/** State of a profile, according to its ledger. */
export interface ProfileStatus {
  readonly sirets: number;
  /** SIRETs with something refused, unproven or in doubt. */
  readonly failed: number;
  /** Accounts whose password expires soon, or has expired. */
  readonly expiring: number;
  /** Last run of any command; absent if none has ended. */
  readonly lastRun?: EndedRun;
  /** In which people read the times. */
  readonly timezone: string;
}

const OPEN: ReadonlySet<string> = new Set(['refused', 'doubtful', 'unproven']);

/** Returns the state of a profile's ledger; does not create a missing one. */
export async function statusOf(context: CommandContext, config: Config): Promise<ProfileStatus> {
  const { timezone } = config;
  if (!hasLedger(config)) return { sirets: 0, failed: 0, expiring: 0, timezone };
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger) => {
    const enrolments = await ledger.enrolments();
    const runs = await lastRuns(ledger);
    return {
      ...countsOf(enrolments, systemClock.now()),
      timezone,
      lastRun: runs.reduce<EndedRun | undefined>(
        (last, run) => (last === undefined || last.endedAt < run.endedAt ? run : last),
        undefined,
      ),
    };
  });
}

/** Counts the known, the open and the soon expiring SIRETs. */
export function countsOf(
  enrolments: readonly Enrolment[],
  now: Date,
): Pick<ProfileStatus, 'sirets' | 'failed' | 'expiring'> {
  return {
    sirets: enrolments.length,
    failed: enrolments.filter(isOpen).length,
    expiring: enrolments.filter((enrolment) => expiresSoon(enrolment, now)).length,
  };
}

function isOpen(enrolment: Enrolment): boolean {
  const { connection, account } = enrolment;
  return (
    OPEN.has(connection.state) ||
    OPEN.has(account.state) ||
    openRenewals(enrolment).some(({ operation }) => OPEN.has(operation.state))
  );
}

function expiresSoon({ account: { observation } }: Enrolment, now: Date): boolean {
  const { expiresOn } = observation.kind === 'present' ? observation.found : {};
  return expiresOn !== undefined && daysUntil(expiresOn, now) < EXPIRES_SOON_DAYS;
}

/** Returns a status as `--json` prints it. */
export function profileDocument({ sirets, failed, expiring, lastRun }: ProfileStatus): JsonObject {
  const counts = { sirets, failed, expiring };
  if (lastRun === undefined) return counts;
  const { command, endedAt, exitCode } = lastRun;
  return { ...counts, lastRun: { command, endedAt, exitCode } };
}

/** A row of the table. */
export interface ProfileRow {
  readonly profile: Profile;
  /** Absent if its ledger does not answer. */
  readonly standing?: ProfileStatus;
  /** Exit code of the command that just ended; absent if it was not started. */
  readonly exitCode?: ExitCode;
}

/** Formats one row per profile. */
export function profileTable(rows: readonly ProfileRow[], { texts }: CommandContext): string {
  const { columns, notBegun } = texts.profiles;
  const isSummary = rows.some(({ exitCode }) => exitCode !== undefined);
  return table(
    [
      columns.profile,
      ...(isSummary ? [columns.exitCode] : []),
      ...[texts.columns.siret, columns.failed, columns.expiring, columns.lastRun],
    ],
    rows.map(({ profile, standing, exitCode }) => {
      const { sirets, failed, expiring } = standing ?? {};
      return [
        profile.name,
        ...(isSummary ? [exitCode === undefined ? notBegun : `${exitCode}`] : []),
        ...[sirets, failed, expiring].map((count) => String(count ?? '?')),
        lastRunText(standing, texts),
      ];
    }),
  );
}

/** Returns when and how the last run ended, on the clock on the wall. */
export function lastRunText(status: ProfileStatus | undefined, { profiles }: Texts): string {
  if (status?.lastRun === undefined) return '';
  const { command, endedAt, exitCode } = status.lastRun;
  return profiles.lastRun({ command, exitCode, at: minuteOf(endedAt, status.timezone) });
}
