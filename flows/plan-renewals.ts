import { expiryAfter } from '../src/domain/portal-date.ts';
import { currentCredential, openRenewals, type Enrolment } from '../src/domain/enrolment.ts';
import {
  decideRenewal,
  type KnownAccount,
  type RenewalDecision,
  type RenewalTerms,
} from '../src/domain/renewal-outcome.ts';
import { siretsIn, type Siret } from '../src/domain/siret.ts';
import type { Clock } from '../src/domain/clock.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Redactor } from '../src/secrets/redactor.ts';
import { readOnForms, type FormInTab, type ReadingTab, chooseIfOffered } from './account-form.ts';

export interface RenewalPlanTools {
  readonly tab: ReadingTab;
  readonly ledger: Ledger;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Called after each SIRET whose accounts were read. */
  readonly planned: (siret: Siret, done: number, all: number) => void;
  /** Called if the portal does not offer a requested structure. */
  readonly notOffered: () => void;
}

/** An account, and the decision about its password. */
export interface PlannedRenewal {
  readonly siret: Siret;
  readonly login: string;
  readonly structureName?: string;
  /** ISO date; absent if neither the portal nor the ledger knows it. */
  readonly expiresOn?: string;
  readonly own: boolean;
  readonly decision: RenewalDecision;
}

/** The accounts of one SIRET in the ledger, by login. */
type Known = Map<string, KnownAccount>;

/** Some SIRETs; or all in the ledger and, to adopt, all that the form offers. */
export type RenewalScope = readonly Siret[] | 'all';

/**
 * Reads which passwords are due, without changing anything: the accounts of one structure after the
 * other, as the portal lists them, including those that raccord did not create. Accounts that an
 * earlier run left open come first, then those that expire first.
 */
export async function planRenewals(
  scope: RenewalScope,
  terms: RenewalTerms,
  tools: RenewalPlanTools,
): Promise<PlannedRenewal[]> {
  const known = await knownAccounts(tools.ledger);
  const sirets = scope === 'all' ? [...known.keys()] : [...scope];
  const plan: PlannedRenewal[] = [];
  let done = 0;
  const left: (Siret | 'those offered')[] = [...sirets];
  if (scope === 'all' && terms.adopt) left.unshift('those offered');
  await readOnForms(left, [tools.tab], async (next, place) => {
    if (next === 'those offered') {
      const offered = await place.form.offeredStructures();
      const others = offered.flatMap(siretsIn).filter((siret) => !sirets.includes(siret as Siret));
      // The portal's form offers valid SIRETs.
      left.push(...(others as Siret[]));
      return;
    }
    plan.push(
      ...(await planOne(
        next,
        known.get(next) ?? new Map<string, KnownAccount>(),
        terms,
        place,
        tools,
      )),
    );
    done += 1;
    tools.planned(next, done, done + left.length);
  });
  return plan.sort((one, other) => (rankOf(one) < rankOf(other) ? -1 : 1));
}

function rankOf({ decision, expiresOn = '9999', siret }: PlannedRenewal): string {
  return `${decision === 'unsettled' ? 0 : 1} ${expiresOn} ${siret}`;
}

/** Returns the ledger's data on every account whose password raccord may have to renew. */
async function knownAccounts(ledger: Ledger): Promise<Map<Siret, Known>> {
  const enrolments = await ledger.enrolments();
  return new Map(
    enrolments.flatMap((enrolment) => {
      const known = accountsOf(enrolment);
      return known === undefined ? [] : [[enrolment.siret, known] as const];
    }),
  );
}

/** Returns the known accounts of a SIRET; `undefined` if the ledger has none. */
function accountsOf(enrolment: Enrolment): Known | undefined {
  const { state, observation } = enrolment.account;
  const known: Known = new Map();
  const note = (login: string, account: Partial<KnownAccount>): void => {
    known.set(login, { ...(known.get(login) ?? NOT_KNOWN), ...account });
  };
  const current = currentCredential(enrolment);
  if (current !== undefined) {
    const { login, capturedAt } = current.credential;
    note(login, { own: true, expiresOn: expiryAfter(new Date(capturedAt)) });
  }
  if (observation.kind === 'present' && (state === 'done' || state === 'existing')) {
    const { name, expiresOn } = observation.found;
    note(name, expiresOn === undefined ? {} : { expiresOn });
  }
  for (const { login } of enrolment.renewals) note(login, {});
  for (const { login } of openRenewals(enrolment)) note(login, { isUnconfirmedState: true });
  return known.size === 0 ? undefined : known;
}

/**
 * Plans the accounts of one SIRET as the portal lists them. Of those that are not listed, or whose
 * structure is not offered, the ones with a password held by raccord are kept.
 */
async function planOne(
  siret: Siret,
  known: Known,
  terms: RenewalTerms,
  place: FormInTab,
  { redactor, clock, notOffered }: RenewalPlanTools,
): Promise<PlannedRenewal[]> {
  const chosen = await chooseIfOffered(place, siret, redactor);
  if (chosen === undefined) notOffered();
  const rows = chosen?.rows ?? [];
  const unlisted = [...known].filter(
    ([login, { own, isUnconfirmedState }]) =>
      (own || isUnconfirmedState) && rows.every((row) => row.login !== login),
  );
  const accounts = [
    ...rows.map(({ login, expiresOn }) => ({ login, expiresOn })),
    ...unlisted.map(([login]) => ({ login, expiresOn: undefined })),
  ];
  // Storage and delivery of passwords support one account per SIRET.
  const areSeveral = accounts.length > 1;
  return accounts.map(({ login, expiresOn }) => {
    const { own, isUnconfirmedState, ...ledgers } = known.get(login) ?? NOT_KNOWN;
    const account: KnownAccount = {
      own,
      isUnconfirmedState,
      expiresOn: expiresOn ?? ledgers.expiresOn,
    };
    return {
      siret,
      login,
      structureName: chosen?.offered.companyName,
      expiresOn: account.expiresOn,
      own,
      decision: decideRenewal(
        account,
        { ...terms, adopt: terms.adopt && !areSeveral },
        clock.now(),
      ),
    };
  });
}

const NOT_KNOWN: KnownAccount = { own: false, isUnconfirmedState: false };
