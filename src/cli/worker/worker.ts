import { randomBytes } from 'node:crypto';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { thisProcess } from '../../ledger/lease/process-identity.ts';
import { renderError } from '../../messages/render.ts';
import { ENGINE_NODE, openDispatcher, type Dispatcher } from '../../queue/dispatcher.ts';
import { registerWorker, removeWorker } from '../../queue/workers.ts';
import { workQueue, type WorkerEvents } from '../../robot/work-queue.ts';
import type { PaceFlags } from '../options/pace-options.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { commandLine, queuePlaceOf } from '../queued/queue-place.ts';
import { drainAccount } from './drain-account.ts';
import { servedBy, type ServedAccount } from './served.ts';

export type WorkerFlags = PaceFlags & {
  /** Ends once there is nothing left to take. */
  readonly once?: true;
  readonly verbose?: true;
};

/** `raccord worker`: takes accounts from the queue, and enrols what waits for them. */
export const worker: Command<WorkerFlags> = async (context, flags) => {
  const served = servedBy(context);
  const [{ config, context: own }] = served;
  const { database } = queuePlaceOf(config);
  tellOldNode(context);
  for (const account of served) await tellMissingSession(account);
  const logger = loggerOf(context, flags.verbose === true);
  return appOf(own, config, logger).withLedger(async (ledger) => {
    const dispatcher = await openDispatcher(database, {
      supervises: true,
      failed: (reason) => {
        logger.warn({ reason }, 'pg-boss');
      },
    });
    try {
      return await work(context, flags, served, { ledger, dispatcher });
    } finally {
      await dispatcher.close();
    }
  });
};

async function work(
  context: CommandContext,
  flags: WorkerFlags,
  served: readonly ServedAccount[],
  { ledger, dispatcher }: { readonly ledger: Ledger; readonly dispatcher: Dispatcher },
): Promise<ExitCode> {
  const { terminal, texts, signal, version } = context;
  const process = thisProcess();
  const id = `${process.host}-${process.pid}-${randomBytes(2).toString('hex')}`;
  await dispatcher.prepare(served);
  await registerWorker(ledger, id, process, version);
  const logins = served.map(({ login }) => login);
  terminal.err(texts.queue.started(id, logins));
  const interrupted = interruptionOf(signal);
  try {
    const exitCode = await workQueue<ServedAccount>({
      ...{ id, host: process.host, ledger, dispatcher, served, signal, clock: systemClock },
      once: flags.once === true,
      told: eventsFor(context),
      drain: (account) => drainAccount(account, flags, { worker: id, ledger, interrupted }),
    });
    if (interrupted.aborted) return EXIT.interrupted;
    return flags.once === true ? exitCode : EXIT.done;
  } finally {
    await removeWorker(ledger, id);
  }
}

/** Returns a signal that leaves the current row unfinished: aborts at Ctrl-C, not at SIGTERM. */
function interruptionOf(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (signal.reason !== 'SIGTERM') controller.abort(signal.reason);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener('abort', interrupt, { once: true });
  return controller.signal;
}

function tellOldNode({ terminal, texts }: CommandContext): void {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [neededMajor, neededMinor] = ENGINE_NODE;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  terminal.warn(`! ${texts.queue.oldNode(node, ENGINE_NODE.join('.'))}`);
}

async function tellMissingSession(account: ServedAccount): Promise<void> {
  const { context, login } = account;
  const { hasSecondFactor, hasSession } = await account.means();
  if (hasSecondFactor || hasSession) return;
  const { terminal, texts } = context;
  terminal.warn(`! ${texts.queue.noSession(login, commandLine(context, 'sign-in'))}`);
}

function eventsFor(context: CommandContext): WorkerEvents {
  const { terminal, texts } = context;
  const words = texts.queue;
  return {
    taken: ({ login }, waiting) => {
      terminal.err(words.taken(login, waiting));
    },
    paused: ({ login }, error) => {
      const resume = commandLine(context, 'queue', 'resume', '--account', login);
      terminal.err(`${renderError(error, texts)}\n${words.pausedNow(login, resume)}`);
    },
    later: ({ login }, { code }) => {
      terminal.err(words.later(login, code));
    },
    unreachable: (error) => {
      terminal.err(`${renderError(error, texts)}\n${words.unreachable}`);
    },
  };
}
