import type { ActivePage } from '../src/browser/active-page.ts';
import { currentCredential, heldCredential, knownExpiry } from '../src/domain/enrolment.ts';
import type { EnrolmentRequest } from '../src/domain/outcome.ts';
import { knownCredentialId, passwordGap } from '../src/domain/password-gap.ts';
import {
  planAccount,
  planConnection,
  type PlannedEnrolment,
} from '../src/domain/planned-enrolment.ts';
import { siretsIn, type Siret } from '../src/domain/siret.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Redactor } from '../src/secrets/redactor.ts';
import type { Vault } from '../src/credentials/vault/vault.ts';
import {
  undefinedIfNotOffered,
  readOnForms,
  type FormInTab,
  type ReadingTab,
  chooseIfOffered,
} from './account-form.ts';
import { ConnectionsPage } from './pages/connections-page.ts';
import type { NamesOnPortal } from './names-on-portal.ts';

export interface PlanTools {
  /** The first reads the list of connections; all of them read accounts, in parallel. */
  readonly tabs: readonly [ReadingTab, ...ReadingTab[]];
  readonly ledger: Ledger;
  readonly redactor: Redactor;
  readonly vault: Pick<Vault, 'bring' | 'isThere'>;
  readonly names: NamesOnPortal;
  /** Called after each SIRET whose accounts were read. */
  readonly planned: (siret: Siret) => void;
}

/** The portal's data on one structure. */
interface Shown {
  readonly applicationNames: readonly string[];
  readonly offered: boolean;
}

/** The data read for a plan. */
export interface RosterReading {
  readonly plan: readonly PlannedEnrolment[];
  /** The e-mail that the form proposes for an account to be created, by SIRET. */
  readonly proposedEmails: ReadonlyMap<Siret, string>;
}

/**
 * Reads what each SIRET of a roster lacks, without changing anything: the list of connections once
 * as a whole, then the accounts of one structure after the other on one form in each tab.
 */
export async function planRoster(
  requests: readonly EnrolmentRequest[],
  tools: PlanTools,
): Promise<RosterReading> {
  const { steps, portal, activePage } = await tools.tabs[0].begin();
  const sirets = requests.map(({ siret }) => siret);
  const list = await steps.run('open-connections', async () => {
    await portal.openHome();
    await portal.openConnectionsApplication((view, look) => ConnectionsPage.isAt(view, look));
    return new ConnectionsPage(activePage);
  });
  const connections = await steps.run('read-connections', () =>
    readConnections(sirets, list, { names: tools.names, activePage }),
  );
  const plan = new Map<Siret, PlannedEnrolment>();
  const proposedEmails = new Map<Siret, string>();
  await readOnForms([...requests], tools.tabs, async (next, place) => {
    const planned = await planOne(next, connections.get(next.siret), place, tools);
    plan.set(next.siret, planned);
    if (planned.account.action === 'create account' && next.accountEmail === undefined) {
      proposedEmails.set(next.siret, await place.form.readContactEmail());
    }
    tools.planned(next.siret);
  });
  return { plan: sirets.flatMap((siret) => plan.get(siret) ?? []), proposedEmails };
}

async function planOne(
  request: EnrolmentRequest,
  { applicationNames, offered }: Shown = { applicationNames: [], offered: true },
  place: FormInTab,
  tools: PlanTools,
): Promise<PlannedEnrolment> {
  const { siret, only } = request;
  const enrolment = await tools.ledger.enrolment(siret);
  const { connection, account } = enrolment;
  const isAsked = only !== 'connection';
  const chosen = isAsked ? await chooseIfOffered(place, siret, tools.redactor) : undefined;
  const rows = chosen?.rows ?? [];
  const logins = rows.map((row) => row.login);
  await tools.vault.bring(siret);
  const gap = passwordGap(enrolment, logins, (one) => tools.vault.isThere(siret, one));
  const own = currentCredential(enrolment)?.credential.login;
  const login = logins.find((one) => one === own) ?? logins[0];
  const planned = planAccount(request, account, {
    ...{ login, offered: chosen !== undefined || !isAsked, gap },
    isHeld: heldCredential(enrolment) !== undefined,
    credentialId: login === undefined ? undefined : knownCredentialId(enrolment, login),
  });
  const { found } = planned;
  const expiresOn =
    rows.find((row) => row.login === found)?.expiresOn ?? knownExpiry(enrolment, found);
  return {
    siret,
    structureName: chosen?.offered.companyName,
    connection: planConnection(request, connection, { found: applicationNames[0], offered }),
    account: { ...planned, expiresOn },
  };
}

/**
 * Reads the connections of all SIRETs from the whole list, if its rows name them by SIRET;
 * otherwise from one filtered list each. (The content of "Structure raccordée" is unverified.)
 */
async function readConnections(
  sirets: readonly Siret[],
  list: ConnectionsPage,
  { names, activePage }: { names: NamesOnPortal; activePage: ActivePage },
): Promise<Map<Siret, Shown>> {
  const rows = await list.readAllInLargestPages();
  names.know(rows.map(({ applicationName }) => applicationName));
  const offered = await list.offeredStructures();
  if (rows.some(({ structure }) => siretsIn(structure).length === 0)) {
    return readConnectionsOneByOne(sirets, list, activePage);
  }
  const known = offered === undefined ? undefined : new Set(offered.flatMap(siretsIn));
  const bySiret = new Map<string, string[]>();
  for (const { structure, applicationName } of rows) {
    for (const siret of siretsIn(structure)) {
      bySiret.set(siret, [...(bySiret.get(siret) ?? []), applicationName]);
    }
  }
  return new Map(
    sirets.map((siret) => [
      siret,
      { applicationNames: bySiret.get(siret) ?? [], offered: known?.has(siret) ?? true },
    ]),
  );
}

async function readConnectionsOneByOne(
  sirets: readonly Siret[],
  list: ConnectionsPage,
  activePage: ActivePage,
): Promise<Map<Siret, Shown>> {
  const shown = new Map<Siret, Shown>();
  for (const siret of sirets) {
    const rows = await undefinedIfNotOffered(list.readFor(siret), activePage);
    const applicationNames = rows?.map(({ applicationName }) => applicationName) ?? [];
    shown.set(siret, { applicationNames, offered: rows !== undefined });
  }
  return shown;
}
