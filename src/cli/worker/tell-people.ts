import { hostname } from 'node:os';
import type { Pause } from '../../domain/account-queue.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Siret } from '../../domain/siret.ts';
import { nextSteps } from '../../reporting/notify/next-steps.ts';
import { sendQueueNotice, type QueueNotice } from '../../reporting/notify/queue-notice.ts';
import { problemIn } from '../../reporting/notify/run-summary.ts';
import { loggerOf } from '../context.ts';
import { commandLine } from '../queued/queue-place.ts';
import { troubleOf } from '../results/trouble.ts';
import type { ServedAccount } from './served.ts';

/** Notifies the recipients of an account that a worker has paused it. */
export async function tellPaused(
  account: ServedAccount,
  error: AnyRaccordError,
  { reason, since, until }: Pause,
): Promise<void> {
  const { context, login } = account;
  const { texts } = context;
  const trouble = troubleOf(error, texts);
  const resume = {
    what: texts.notify.queue.resume,
    command: commandLine(context, 'queue', 'resume', '--account', login),
  };
  // Workers try again by themselves after a pause that ends.
  const again = until === undefined ? resume : undefined;
  await send(account, (place) => ({
    ...{ ...place, event: 'account-paused', reason, at: since, until },
    error: problemIn(trouble),
    next: nextSteps({ endings: [trouble], failures: [], again }),
  }));
}

/** Notifies the recipients of an account that a worker has parked rows. */
export async function tellParked(account: ServedAccount, sirets: readonly Siret[]): Promise<void> {
  const { context } = account;
  const { queue: words } = context.texts.notify;
  const retry = commandLine(context, 'queue', 'retry', '--siret', ...sirets);
  const at = systemClock.now().toISOString();
  await send(account, (place) => ({
    ...{ ...place, event: 'rows-parked', at, sirets },
    next: [{ what: words.retry, sirets, commands: [retry] }],
  }));
}

/** Sends what happened to an account, with where it happened. */
async function send(
  account: ServedAccount,
  noticeIn: (place: Place) => QueueNotice,
): Promise<void> {
  const { context, config, login } = account;
  const { texts, redactor, processEnvironment } = context;
  const { portalUrl, environment } = config;
  const place = {
    ...{ host: hostname(), folder: processEnvironment.folder },
    ...{ portal: portalUrl.hostname, environment, account: login },
  };
  const logger = loggerOf(context, false);
  await sendQueueNotice(noticeIn(place), config, { texts, redactor, logger });
}

type Place = Pick<QueueNotice, 'host' | 'folder' | 'portal' | 'environment' | 'account'>;
