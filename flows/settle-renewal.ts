import { RaccordError } from '../src/domain/errors.ts';
import type { PortalRow } from '../src/domain/enrolment.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import type { ChangeWitness, RenewalStanding } from '../src/domain/renewal.ts';
import { listSays, type ListSays } from '../src/domain/renewal-reading.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { AccountRow } from './pages/technical-account-page.ts';
import { lookUntilSettled, type SettleWindow } from './settle.ts';
import type { Tools } from './tools.ts';

/** The account whose renewal is settled, and how its line of the list is read. */
export interface RenewedAccount {
  readonly siret: Siret;
  readonly login: string;
  /** Reads the account's line anew; undefined where the list has none. */
  readonly look: () => Promise<AccountRow | undefined>;
  /** The click was an earlier run's: since then a person may have reset the password by hand. */
  readonly isEarlier: boolean;
}

export type SettledRenewal =
  | { readonly kind: 'changed'; readonly found: PortalRow }
  | { readonly kind: 'not-changed' }
  | { readonly kind: 'doubtful'; readonly reason: string };

type Verdict =
  | { readonly kind: 'changed'; readonly by: ChangeWitness }
  | { readonly kind: 'not-changed'; readonly by: 'list' | 'proof' }
  | { readonly kind: 'doubtful'; readonly reason: string };

/**
 * Finds out what became of a click that was to change a password, and has the ledger know: by the
 * portal's list, else, where the API is configured, by which password works, else by the portal's
 * own word. Nothing is clicked.
 * @param standing after the intent; what is still unclear becomes doubtful.
 */
export async function settleRenewal(
  account: RenewedAccount,
  standing: RenewalStanding,
  window: SettleWindow,
  tools: Pick<Tools, 'ledger' | 'clock' | 'prove'>,
): Promise<SettledRenewal> {
  const { siret, login } = account;
  const { renewals } = tools.ledger;
  const intended = new Date(standing.intendedAt ?? tools.clock.now());
  const seen = await readList(account, standing, intended, window);
  const verdict = await judge(account, standing, seen.says, tools);
  switch (verdict.kind) {
    case 'changed': {
      const found = foundRow(login, seen.row, intended, seen.says === 'unchanged');
      // First, so that who is cut off in between finds the renewal to be settled still.
      await recordOnAccount(siret, found, tools);
      await renewals.record(siret, login, { kind: 'changed', found, by: verdict.by });
      return { kind: 'changed', found };
    }
    case 'not-changed':
      await renewals.record(siret, login, verdict);
      return { kind: 'not-changed' };
    case 'doubtful':
      await renewals.record(siret, login, { kind: 'doubted', reason: verdict.reason });
      return verdict;
  }
}

interface Seen {
  readonly row: AccountRow | undefined;
  readonly says: ListSays | 'missing';
}

/** Looks until the list shows the change or the settle window is over. */
async function readList(
  { look }: RenewedAccount,
  { before = {} }: RenewalStanding,
  intended: Date,
  window: SettleWindow,
): Promise<Seen> {
  let seen: Seen = { row: undefined, says: 'missing' };
  await lookUntilSettled(window, async () => {
    const row = await look();
    seen = { row, says: row === undefined ? 'missing' : listSays(before, row, intended) };
    // What a list of days cannot show today it will not show in a minute; an expiry it may.
    const isEmptied = row?.expiresOn === undefined && before.expiresOn !== undefined;
    const isAll = seen.says === 'changed' || (seen.says === 'cannot-tell' && !isEmptied);
    return isAll ? seen : undefined;
  });
  return seen;
}

async function judge(
  { siret, login, isEarlier }: RenewedAccount,
  { state, credential }: RenewalStanding,
  says: Seen['says'],
  { ledger, prove }: Pick<Tools, 'ledger' | 'prove'>,
): Promise<Verdict> {
  if (says === 'changed' && !isEarlier) return { kind: 'changed', by: 'list' };
  const earlier = await currentCredential(siret, login, ledger);
  const proof =
    credential === undefined
      ? undefined
      : await prove?.({ siret, login, fresh: credential, ...(earlier && { earlier }) });
  if (proof === 'new') return { kind: 'changed', by: 'proof' };
  if (proof === 'old') return { kind: 'not-changed', by: 'proof' };
  // Where the new one was refused, a change in the list was another hand's.
  const mayBeNew = proof !== 'not-new' && state !== 'refused' && state !== 'doubtful';
  if (says === 'changed' && mayBeNew) return { kind: 'changed', by: 'list' };
  if (says === 'cannot-tell' && state === 'accepted' && mayBeNew) {
    return { kind: 'changed', by: 'answer' };
  }
  // The portal's yes, and a doubt that this list did not lift before, need another witness; its no
  // tells what the list cannot show.
  const isOpen = state === 'intended' || state === 'refused';
  const showsNone = says === 'unchanged' || (says === 'cannot-tell' && state === 'refused');
  if (showsNone && isOpen) return { kind: 'not-changed', by: 'list' };
  return { kind: 'doubtful', reason: `${state}; ${TOLD[says]}` };
}

const TOLD: Readonly<Record<Seen['says'], string>> = {
  changed: 'the portal’s list shows a change that may be another hand’s',
  unchanged: 'the portal’s list shows no new expiry',
  'cannot-tell': 'the portal’s list could not show the change: it would look the same',
  contradicts: 'the portal’s list shows a change that is not this one',
  missing: 'the portal’s list does not show the account',
};

/** The password that opens the account as far as is known. */
export async function currentCredential(siret: Siret, login: string, ledger: Tools['ledger']) {
  const entries = await ledger.credentials();
  return entries.find(
    (entry) =>
      entry.siret === siret && entry.credential.login === login && entry.status === 'current',
  )?.credential;
}

/** @param isBehind the list shows the earlier expiry still. */
function foundRow(
  login: string,
  row: AccountRow | undefined,
  intended: Date,
  isBehind: boolean,
): PortalRow {
  const shown = isBehind ? undefined : row?.expiresOn;
  return { name: login, state: row?.state ?? '', expiresOn: shown ?? expiryAfter(intended) };
}

/** The new expiry belongs to the account too: what shows where a SIRET stands reads it there. */
async function recordOnAccount(
  siret: Siret,
  found: PortalRow,
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<void> {
  const { account } = await ledger.enrolment(siret);
  const shown = account.credential?.login ?? account.found?.name;
  if (account.state === 'done' && shown === found.name) {
    await ledger.record(siret, 'account', { kind: 'seen', found });
  }
  const isOthers = ['unread', 'absent', 'existing'].includes(account.state);
  if (isOthers && (account.found === undefined || account.found.name === found.name)) {
    await ledger.record(siret, 'account', { kind: 'seen-other', found });
  }
}

/** A person tried both passwords of a doubtful renewal, and says which of them works. */
export async function settleByPerson(
  siret: Siret,
  login: string,
  works: 'new' | 'old',
  { ledger }: Pick<Tools, 'ledger'>,
): Promise<void> {
  const { intendedAt } = await ledger.renewals.standing(siret, login);
  if (works === 'old') {
    await ledger.renewals.record(siret, login, { kind: 'not-changed', by: 'person' });
    return;
  }
  const found = foundRow(login, undefined, new Date(intendedAt ?? ledger.clock.now()), false);
  await recordOnAccount(siret, found, { ledger });
  await ledger.renewals.record(siret, login, { kind: 'changed', found, by: 'person' });
}

/** @throws RaccordError OUTCOME_DOUBTFUL. */
export function throwDoubtful(reason: string): never {
  throw new RaccordError('OUTCOME_DOUBTFUL', { half: 'password', reason });
}
