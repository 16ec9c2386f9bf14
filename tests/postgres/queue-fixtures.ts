import { mergeTests } from '@playwright/test';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { systemClock } from '../../src/domain/clock.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import { accountOf, type Account } from '../../src/domain/account-queue.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { addRows, listRows, type Added } from '../../src/queue/queued-rows.ts';
import { siretOf } from '../unit/ledger-fixtures.ts';

export const PORTAL = 'portail.example';
export const ACCOUNT = accountOf(PORTAL, 'camille@exemple.fr');
export const OTHER = accountOf(PORTAL, 'other@exemple.fr');

interface Fixtures {
  readonly url: Secret;
  /** Opens the ledger once more, as another machine does. */
  readonly open: () => Promise<Ledger>;
  readonly ledger: Ledger;
}

/** Tests on the queue's tables, without a portal. */
export const test = mergeTests(onServer).extend<Fixtures>({
  url: async ({ server, schema }, use) => {
    await use(new Secret(server.url(schema)));
  },
  open: async ({ url }, use) => {
    const opened: Ledger[] = [];
    await use(async () => {
      const runId = `run-${opened.length}`;
      const ledger = await openLedger({ url, portal: PORTAL, runId, clock: systemClock });
      opened.push(ledger);
      return ledger;
    });
    for (const ledger of opened) await ledger.close();
  },
  ledger: async ({ open }, use) => {
    await use(await open());
  },
});

export { expect } from '@playwright/test';

export const SIRETS: readonly Siret[] = [1, 2, 3].map((number) => siretOf(number));

export function requestFor(siret: Siret): EnrolmentRequest {
  const contact = { name: 'Camille Martin', phone: '04 78 00 00 00', email: 'camille@exemple.fr' };
  return { siret, contact, newAccount: false };
}

/** Puts SIRETs in the queue; no worker is told. */
export function put(ledger: Ledger, account: Account, sirets = SIRETS): Promise<Added> {
  return addRows(ledger, account, sirets.map(requestFor), () => Promise.resolve());
}

/** Takes an account as a worker does. */
export async function holdAccount(
  ledger: Ledger,
  account: Account,
  ttlMs = 60_000,
): Promise<{ readonly held: Ledger; readonly lease: Lease }> {
  const lease = await acquireAccountLease(ledger, account, { ttlMs, holder: thisProcess() });
  return { held: ledger.under(lease), lease };
}

/** Where each SIRET stands in the queue, in the order of the roster. */
export async function statesIn(ledger: Ledger): Promise<string[]> {
  return (await listRows(ledger)).map(({ state }) => state);
}
