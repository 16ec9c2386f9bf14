import type { PingConfig } from '../../config/notifications.ts';
import type { Clock } from '../../domain/clock.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Logger } from '../../log/logger.ts';
import type { Fetch } from '../../outbound/fetch-over.ts';
import type { RunListener } from '../../schedule/scheduler.ts';
import { postOnceMore } from './post.ts';
import type { Texts } from '../../messages/texts.ts';

export interface PingParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly texts: Texts['notify'];
  readonly limits?: PingLimits;
}

/** Time limits in milliseconds. */
export interface PingLimits {
  readonly attemptMs: number;
  readonly pauseMs: number;
}

const LIMITS: PingLimits = { attemptMs: 10_000, pauseMs: 1_000 };

/** The signals of healthchecks.io; `/log` sends a message and does not change the state. */
export type PingSignal = 'start' | 'fail' | 'log' | ExitCode;

/**
 * Reports each run of a schedule to a service: `URL/start`, then `URL` on success, otherwise
 * `URL/<exit code>`, or `URL/fail` without an exit code. Pings are sent in order, in the
 * background: failures are logged and delay nothing.
 */
export class RunPing implements RunListener {
  readonly #config: PingConfig;
  readonly #command: string;
  readonly #parts: PingParts;
  #sent: Promise<void> = Promise.resolve();

  /** @param command the scheduled command's name. */
  constructor(config: PingConfig, command: string, parts: PingParts) {
    this.#config = config;
    this.#command = command;
    this.#parts = parts;
  }

  began(): void {
    this.#send('start', `raccord ${this.#command}`);
  }

  /** @param exitCode absent if a signal ended the run, or it never started. */
  ended(exitCode: ExitCode | undefined): void {
    if (exitCode === undefined) this.#send('fail', `raccord ${this.#command}: killed`);
    else this.#send(exitCode, `raccord ${this.#command}: exit code ${exitCode}`);
  }

  /** Resolves once all pings have been sent or given up. */
  async drained(): Promise<void> {
    await this.#sent;
  }

  #send(signal: PingSignal, body: string): void {
    const { logger, texts } = this.#parts;
    this.#sent = this.#sent.then(async () => {
      try {
        await ping(this.#config, signal, body, this.#parts);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn({ host: pingHost(this.#config), reason }, texts.pingFailed);
      }
    });
  }
}

/**
 * Sends one ping, with one retry if the server or the network failed.
 * @throws Error with the reason, without the address.
 */
export async function ping(
  { url }: PingConfig,
  signal: PingSignal,
  body: string,
  { fetch, clock, limits = LIMITS }: Pick<PingParts, 'fetch' | 'clock' | 'limits'>,
): Promise<void> {
  const { attemptMs: patienceMs, pauseMs } = limits;
  await postOnceMore(addressFor(url, signal), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'User-Agent': 'raccord' },
    body,
    ...{ clock, patienceMs, pauseMs, fetch },
    signal: AbortSignal.timeout(2 * patienceMs + pauseMs),
  });
}

/** Returns the part of the address that may be shown: `hc-ping.com`. */
export function pingHost({ url }: PingConfig): string {
  return new URL(url.reveal()).host;
}

/** Returns the address with the signal added to its path; the query (`?create=1`) is kept. */
function addressFor(url: Secret, signal: PingSignal): URL {
  const address = new URL(url.reveal());
  if (signal !== 0) address.pathname = `${address.pathname.replace(/\/+$/u, '')}/${signal}`;
  return address;
}
