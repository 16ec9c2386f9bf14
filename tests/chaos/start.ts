import { setTimeout as pause } from 'node:timers/promises';
import {
  startHooked,
  startRaccord,
  type RaccordProcessOptions,
  type Running,
} from '../../fixtures/playwright/raccord-process.ts';
import type { SmallDisk } from '../../fixtures/playwright/small-disk.ts';
import { startToStop, untilStopped } from '../../fixtures/playwright/stopped-process.ts';
import type { Command, ProcessFault } from './case.ts';

/** A command that runs, and what happened to it already. */
export interface Started {
  readonly running: Running;
  /** Another raccord ran meanwhile. */
  readonly others: boolean;
  /** To be done once it has ended. */
  readonly afterwards?: () => void;
}

export interface Place {
  readonly options: RaccordProcessOptions;
  /** The disk of the home; undefined where there can be none. */
  readonly disk: () => Promise<SmallDisk | undefined>;
  /** Runs the same command in the same home, to its end. */
  readonly overtake: () => Promise<void>;
}

/** Starts a command, and does to its process what is to happen to it. */
export async function startCommand(
  command: Command,
  fault: ProcessFault | undefined,
  place: Place,
): Promise<Started> {
  const args = argsOf(command);
  const { options } = place;
  switch (fault?.kind) {
    case undefined:
      return { running: startRaccord(args, options), others: false };
    case 'kill after a durable write': {
      const environment = { ...options.environment, RACCORD_KILL_AFTER: `${fault.write}` };
      return {
        running: startHooked('kill-hook', args, { ...options, environment }),
        others: false,
      };
    }
    case 'kill at a moment':
      return killedAt(startRaccord(args, options), fault);
    case 'stop past the window':
    case 'stop past the lease':
      return stoppedAfter(startToStop(fault.row, args, options), fault, place);
    case 'full disk':
    case 'read-only disk':
      return onDisk(args, fault, place);
  }
}

async function killedAt(
  running: Running,
  { line, ms }: Extract<ProcessFault, { kind: 'kill at a moment' }>,
): Promise<Started> {
  // It may end before it has said so much. What was printed begins with an empty line.
  const lines = new RegExp(`(?:[^\\n]*\\n){${line + 1}}`, 'u');
  const isMet = await running.says(lines).then(
    () => true,
    () => false,
  );
  if (isMet) await pause(ms);
  running.kill('SIGKILL');
  return { running, others: false };
}

async function stoppedAfter(
  running: Running,
  { kind, forMs }: Extract<ProcessFault, { forMs: number }>,
  { overtake }: Place,
): Promise<Started> {
  if (!(await untilStopped(running))) return { running, others: false };
  const others = kind === 'stop past the lease';
  try {
    await pause(forMs);
    if (others) await overtake();
  } finally {
    running.kill('SIGCONT');
  }
  return { running, others };
}

async function onDisk(
  args: readonly string[],
  { kind, row }: Extract<ProcessFault, { kind: 'full disk' | 'read-only disk' }>,
  { options, disk: diskHere }: Place,
): Promise<Started> {
  const disk = await diskHere();
  if (disk === undefined) return { running: startRaccord(args, options), others: false };
  const running = startToStop(row, args, options);
  if (!(await untilStopped(running))) return { running, others: false };
  const isFull = kind === 'full disk';
  if (isFull) disk.fill();
  else disk.makeReadOnly();
  running.kill('SIGCONT');
  const afterwards = (): void => (isFull ? disk.makeRoom() : disk.makeWritable());
  return { running, others: false, afterwards };
}

const PACE = ['--min-interval', '0ms', '--retry-pause', '200ms'] as const;

function argsOf(command: Command): string[] {
  const shared = ['--json', '--verbose'];
  switch (command.name) {
    case 'batch':
      return [
        ...['batch', '--input', 'roster.csv', '--yes', ...PACE],
        ...['--concurrency', `${command.concurrency}`, ...shared],
      ];
    case 'run':
      return [
        ...['run', '--siret', command.siret],
        ...(command.only === undefined ? [] : ['--only', command.only]),
        ...(command.newAccount === undefined ? [] : ['--new-account']),
        ...shared,
      ];
    case 'renew':
      return ['renew', '--siret', ...command.sirets, '--adopt', ...PACE, ...shared];
  }
}
