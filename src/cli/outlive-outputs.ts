import { setImmediate as nextTurn } from 'node:timers/promises';
import { UnwritableError } from '../errors/unwritable-error.ts';

/** The outputs of a process, as they are used here. */
export interface Outputs {
  readonly stdout: NodeJS.EventEmitter;
  readonly stderr: NodeJS.EventEmitter;
}

/** A closed reader (`| head`, a closed terminal) wants no more; nothing is lost to it. */
const CLOSED: readonly string[] = ['EPIPE', 'EIO'];

/**
 * Lets the work go on, whatever happens to an output: a log on a full disk must not stop raccord
 * between a click and its confirmation.
 * @returns a function that waits until all that was written is known to be so or not, and returns
 *   why a part of the command's result is lost, if one is.
 */
export function outliveOutputs({ stdout, stderr }: Outputs): () => Promise<string | undefined> {
  let lost: string | undefined;
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!CLOSED.includes(error.code ?? '')) lost ??= new UnwritableError('stdout', error).reason;
  });
  return async () => {
    // A stream reports its error in the turn after the write.
    await nextTurn();
    return lost;
  };
}
