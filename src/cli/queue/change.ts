import { EXIT } from '../../errors/exit-code.ts';
import type { Siret } from '../../domain/siret.ts';
import { accountOf } from '../../domain/account-queue.ts';
import { pauseAccount, resumeAccount } from '../../queue/accounts.ts';
import { retryRows } from '../../queue/queued-rows.ts';
import { drainWorkers } from '../../queue/workers.ts';
import type { Command } from '../context.ts';
import { siretOf } from '../options/option-values.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { accountIn, offering, withQueue } from '../queued/queue-place.ts';

export interface AccountFlags {
  /** The administrator's login. */
  readonly account?: string;
  readonly json?: true;
}

/** `raccord queue pause`: keeps workers from an account until it is resumed. */
export const pause: Command<AccountFlags> = (context, flags) =>
  withQueue(context, async (ledger, { config }) => {
    const { terminal, texts } = context;
    const account = accountIn(config, flags.account);
    await pauseAccount(ledger, account, 'ASKED');
    if (flags.json === true) terminal.json({ account, paused: true });
    else terminal.out(texts.queue.isPaused(account.login));
    return EXIT.done;
  });

/** `raccord queue resume`: lets workers take an account again. */
export const resume: Command<AccountFlags> = (context, flags) =>
  withQueue(context, (ledger, place) =>
    offering(context, place, async (dispatcher) => {
      const { terminal, texts } = context;
      const account = accountIn(place.config, flags.account);
      await dispatcher.prepare([account]);
      const wasPaused = await resumeAccount(ledger, account, (transaction) =>
        dispatcher.offer(transaction, account),
      );
      if (flags.json === true) terminal.json({ account, paused: false, wasPaused });
      else if (wasPaused) terminal.out(texts.queue.isResumed(account.login));
      else terminal.out(texts.queue.wasNotPaused(account.login));
      return EXIT.done;
    }),
  );

export interface RetryFlags {
  readonly siret?: readonly string[];
  readonly all?: true;
  readonly json?: true;
}

/** `raccord queue retry`: requeues failed and parked rows. */
export const retry: Command<RetryFlags> = (context, flags) =>
  withQueue(context, (ledger, place) =>
    offering(context, place, async (dispatcher) => {
      const { terminal, texts } = context;
      const { portalUrl, environment } = place.config;
      const portal = portalUrl.host;
      const optionProblems = new OptionProblems();
      const named = (flags.siret ?? []).flatMap(
        (text): Siret[] => optionProblems.collect(() => [siretOf(text, environment)]) ?? [],
      );
      optionProblems.throwIfAny();
      const wanted = flags.all === true ? undefined : named;
      const retryWhile = await retryRows(ledger, portal, wanted, async (transaction, logins) => {
        const accounts = logins.map((login) => accountOf(portal, login));
        for (const account of accounts) await dispatcher.offer(transaction, account);
      });
      if (flags.json === true) terminal.json({ retried: retryWhile });
      else terminal.out(texts.queue.retryWhile(retryWhile.length));
      return EXIT.done;
    }),
  );

export interface DrainFlags {
  /** A worker's name. */
  readonly worker?: string;
  readonly json?: true;
}

/** `raccord queue drain`: asks workers to end, each after its current row. */
export const drain: Command<DrainFlags> = (context, { worker, json }) =>
  withQueue(context, async (ledger) => {
    const asked = await drainWorkers(ledger, worker);
    if (json === true) context.terminal.json({ asked });
    else context.terminal.out(context.texts.queue.asked(asked));
    return EXIT.done;
  });
