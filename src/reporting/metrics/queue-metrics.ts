import { isPaused, ROW_STATES } from '../../domain/account-queue.ts';
import { isAlive, type QueueSummary } from '../../queue/queue-view.ts';
import type { Metric } from './prometheus.ts';

/** Returns the state of the queue as metrics. */
export function queueMetrics(queue: QueueSummary): Metric[] {
  const { accounts, workers, now } = queue;
  return [
    {
      name: 'raccord_queue_rows',
      help: 'How many SIRETs of an account are in each state of the queue.',
      samples: accounts.flatMap(({ login, counts }) =>
        ROW_STATES.map((state) => ({ labels: { account: login, state }, value: counts[state] })),
      ),
    },
    {
      name: 'raccord_queue_waiting_since_timestamp_seconds',
      help: 'When the first of the SIRETs of an account that wait was queued.',
      samples: accounts.flatMap(({ login, waitingSince }) =>
        waitingSince === undefined
          ? []
          : [{ labels: { account: login }, value: Date.parse(waitingSince) / 1000 }],
      ),
    },
    {
      name: 'raccord_queue_paused_since_timestamp_seconds',
      help: 'Since when no worker takes an account, by the code of the error, or ASKED.',
      samples: accounts.flatMap(({ login, pause }) =>
        pause === undefined || !isPaused({ pause }, now)
          ? []
          : [
              {
                labels: { account: login, reason: pause.reason },
                value: Date.parse(pause.since) / 1000,
              },
            ],
      ),
    },
    {
      name: 'raccord_queue_held',
      help: 'Whether a process works with an account: 1, or 0.',
      samples: accounts.map(({ login, isHeld }) => ({
        labels: { account: login },
        value: isHeld ? 1 : 0,
      })),
    },
    {
      name: 'raccord_queue_workers',
      help: 'How many workers run.',
      samples: [{ value: workers.filter((worker) => isAlive(worker, queue)).length }],
    },
  ];
}
