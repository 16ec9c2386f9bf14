import type { JournalPlace } from './journal.ts';

/** A run that has ended. */
export interface EndedRun {
  /** The command's name. */
  readonly command: string;
  /** ISO time. */
  readonly endedAt: string;
  readonly exitCode: number;
}

/** The run of each command that ended last on this portal, by the command's name. */
export async function lastRuns({ database, portal }: JournalPlace): Promise<EndedRun[]> {
  const rows = await database
    .selectFrom('runs')
    .select(['command', 'ended_at', 'exit_code'])
    .where('portal', '=', portal)
    .where('ended_at', 'is not', null)
    .orderBy('ended_at')
    .execute();
  const last = new Map<string, EndedRun>();
  for (const { command, ended_at: endedAt, exit_code: exitCode } of rows) {
    if (endedAt !== null && exitCode !== null) last.set(command, { command, endedAt, exitCode });
  }
  return [...last.values()].sort((one, other) => (one.command < other.command ? -1 : 1));
}
