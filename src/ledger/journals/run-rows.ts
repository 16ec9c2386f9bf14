import { z } from 'zod';
import type { SiretCounts } from '../../domain/outcome.ts';
import type { JournalPlace } from './journal.ts';
import { jsonText } from '../../domain/json.ts';
import { randomBytes } from 'crypto';
import type { Clock } from '../../domain/clock.ts';
import { EXIT } from '../../errors/exit-code.ts';

/** A run as recorded in the ledger. */
export interface Run {
  readonly id: string;
  /** The command's name. */
  readonly command: string;
  /** ISO times. */
  readonly startedAt: string;
  /** Absent while it runs, and permanently if it was killed. */
  readonly endedAt?: string;
  readonly exitCode?: number;
  /** Absent if it worked on no SIRET, or ended before the first. */
  readonly sirets?: SiretCounts;
  /** Its progress while it runs; absent if it works on no SIRET. */
  readonly pace?: Pace;
}

/** The progress of a current run. */
export interface Pace {
  /** ISO time at which it began the first SIRET with work to do. */
  readonly since: string;
  /** Number of these completed since. */
  readonly done: number;
}

/** A run that has ended. */
export interface EndedRun extends Run {
  readonly endedAt: string;
  readonly exitCode: number;
}

const COUNTS = z.object({
  ...{ all: z.number(), failed: z.number(), left: z.number() },
  pace: z.object({ since: z.string(), done: z.number() }).optional(),
});

/** Returns a unique name for a run's folders, which sorts by time. */
export function newRunId(clock: Clock): string {
  const time = clock
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/gu, '');
  return `${time}-${randomBytes(6).toString('hex')}`;
}

/** Reads the runs on this portal, newest first. */
export async function readRuns({ database, portal }: JournalPlace, most?: number): Promise<Run[]> {
  let query = database
    .selectFrom('runs')
    .select(['id', 'command', 'started_at', 'ended_at', 'exit_code', 'sirets'])
    .where('portal', '=', portal)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc');
  if (most !== undefined) query = query.limit(most);
  return (await query.execute()).map((row) => {
    const { pace, ...sirets } =
      row.sirets === null ? { pace: undefined } : COUNTS.parse(JSON.parse(row.sirets));
    return {
      id: row.id,
      command: row.command,
      startedAt: row.started_at,
      endedAt: row.ended_at ?? undefined,
      exitCode: row.exit_code ?? undefined,
      sirets: 'all' in sirets ? sirets : undefined,
      pace: row.ended_at === null ? pace : undefined,
    };
  });
}

export function hasEnded(run: Run): run is EndedRun {
  return run.endedAt !== undefined && run.exitCode !== undefined;
}

/** Reads the last ended run of each command on this portal, by the command's name. */
export async function lastRuns(place: JournalPlace): Promise<EndedRun[]> {
  const last = new Map<string, EndedRun>();
  for (const run of (await readRuns(place)).filter(hasEnded)) {
    const known = last.get(run.command);
    if (known === undefined || known.endedAt < run.endedAt) last.set(run.command, run);
  }
  return [...last.values()].sort((one, other) => (one.command < other.command ? -1 : 1));
}

/** What a run counts that a person declined before it began. */
export const NO_SIRETS: SiretCounts = { all: 0, failed: 0, left: 0 };

/** Returns whether a person declined a run before it began: what the one before it left is left. */
export function isDeclined({ exitCode, sirets }: Run): boolean {
  return exitCode === EXIT.interrupted && sirets?.all === 0;
}

/** Records how many SIRETs a run worked on and, while it runs, its pace. */
export async function countSirets(
  { database, runId }: JournalPlace,
  sirets: SiretCounts,
  pace?: Pace,
): Promise<void> {
  const counted = { sirets: jsonText({ ...sirets, pace }) };
  await database.updateTable('runs').set(counted).where('id', '=', runId).execute();
}
