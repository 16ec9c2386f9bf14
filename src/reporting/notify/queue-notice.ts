import type { Config } from '../../config/config.ts';
import type { PauseReason } from '../../domain/account-queue.ts';
import type { PortalName } from '../../domain/portal-name.ts';
import { formatMoment } from '../../schedule/wall-clock.ts';
import { layOut, type Message } from './message.ts';
import type { NextStep, Problem } from './run-summary.ts';
import { sendRedacted, type NotifyParts } from './send-notifications.ts';
import type { Texts } from '../../messages/texts.ts';
import { asJson } from '../../domain/json.ts';

/** Where something happened in the queue, and what to do about it. */
interface InQueue {
  /** The machine of the worker, and the folder there in which to type commands. */
  readonly host: string;
  readonly folder: string;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** The administrator's login. */
  readonly account: string;
  /** ISO time. */
  readonly at: string;
  readonly next: readonly NextStep[];
}

/** An event of the queue that is of interest to a person. */
export type QueueNotice =
  | (InQueue & {
      readonly event: 'account-paused';
      readonly reason: PauseReason;
      /** ISO time at which workers try again; absent if a person has to resume the account. */
      readonly until?: string;
      readonly error: Problem;
    })
  | (InQueue & { readonly event: 'rows-parked'; readonly sirets: readonly string[] });

/**
 * Notifies of an event of the queue, by mail and webhook if configured. Failures are logged; never
 * throws, and takes at most half a minute. Known secrets are redacted.
 */
export async function sendQueueNotice(
  notice: QueueNotice,
  config: Pick<Config, 'notify' | 'timezone' | 'network'>,
  parts: NotifyParts,
): Promise<void> {
  const { texts } = parts;
  await sendRedacted(notice, config, parts, texts.notify.queue, (told) => {
    const message = composeQueueNotice(told, texts, config.timezone);
    return Promise.resolve({
      message,
      document: asJson({ version: 1, text: message.text, ...told }),
    });
  });
}

/** Composes the message; the caller redacts secrets. */
export function composeQueueNotice(notice: QueueNotice, texts: Texts, timezone: string): Message {
  const { notify, environments } = texts;
  const { labels, queue: words } = notify;
  const { host, folder, portal, environment, account, at, next } = notice;
  const moment = (iso: string): string => formatMoment(new Date(iso), timezone);
  const outcome =
    notice.event === 'account-paused' ? words.paused(account) : words.parked(notice.sirets.length);
  const facts: (readonly [string, string | undefined])[] = [
    [labels.host, `${host}, ${folder}`],
    [labels.portal, `${portal} (${environments[environment]})`],
    [words.account, account],
    [words.at, moment(at)],
    ...(notice.event === 'account-paused'
      ? ([
          [words.until, notice.until && moment(notice.until)],
          [words.reason, `${notice.error.code}: ${notice.error.what}`],
          [labels.expected, notice.error.expected],
          [labels.found, notice.error.found],
        ] as const)
      : []),
  ];
  return layOut(
    {
      outcome,
      subject: `${outcome} — raccord worker, ${environments[environment]}`,
      facts: facts.filter((fact): fact is [string, string] => (fact[1] ?? '') !== ''),
      next: { title: notify.next(host, folder), steps: next },
      ...{ failures: [], leftOut: 0 },
    },
    texts,
  );
}
