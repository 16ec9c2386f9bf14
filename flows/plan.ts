import type { Screen } from '../src/browser/screen.ts';
import { isRaccordError } from '../src/domain/errors.ts';
import type { EnrolmentRequest } from '../src/domain/outcome.ts';
import { planAccount, planConnection, type PlannedEnrolment } from '../src/domain/plan.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Redactor } from '../src/redaction/redactor.ts';
import { ConnectionsPage } from './pages/connections-page.ts';
import { explain } from './pages/page-errors.ts';
import type { PortalPage } from './pages/portal-page.ts';
import { TechnicalAccountPage } from './pages/technical-account-page.ts';
import type { NamesOnPortal } from './names-on-portal.ts';
import type { Steps } from './steps.ts';

/** What one turn of reading is done with. */
interface PlanReader {
  readonly screen: Screen;
  readonly portal: PortalPage;
  readonly steps: Steps;
}

/** A place to read in, turn after turn: each begins with what the browser keeps of the one before gone. */
export interface PlanTab {
  begin(): Promise<PlanReader>;
}

export interface PlanTools {
  /** The first reads the list of connections; all of them read accounts, side by side. */
  readonly tabs: readonly [PlanTab, ...PlanTab[]];
  readonly ledger: Ledger;
  readonly redactor: Redactor;
  readonly names: NamesOnPortal;
  /** Told after each SIRET whose accounts were read. */
  readonly planned: (siret: Siret) => void;
}

/** A browser remembers something of each structure that it showed: so many, and a tab begins anew. */
const MOST_IN_A_TURN = 50;

interface FormInTab {
  readonly form: TechnicalAccountPage;
  readonly screen: Screen;
}

/** What the portal shows of one structure. */
interface Shown {
  readonly applicationNames: readonly string[];
  readonly offered: boolean;
}

interface ShownAccounts {
  readonly login?: string;
  readonly companyName?: string;
  readonly offered: boolean;
}

/**
 * Reads what each SIRET of a roster lacks and changes nothing: the list of connections once as a
 * whole, then the accounts of one structure after the other on one form in each tab.
 */
export async function planRoster(
  requests: readonly EnrolmentRequest[],
  tools: PlanTools,
): Promise<PlannedEnrolment[]> {
  const { steps, portal, screen } = await tools.tabs[0].begin();
  const sirets = requests.map(({ siret }) => siret);
  const list = await steps.run('open-connections', async () => {
    await portal.openHome();
    await portal.openConnectionsApplication((view) => ConnectionsPage.isAt(view));
    return new ConnectionsPage(screen);
  });
  const connections = await steps.run('read-connections', () =>
    readConnections(sirets, list, { names: tools.names, screen }),
  );
  const left = [...requests];
  const plan = new Map<Siret, PlannedEnrolment>();
  await Promise.all(
    tools.tabs.slice(0, requests.length).map(async (tab) => {
      while (left.length > 0) {
        const reader = await tab.begin();
        const form = await reader.steps.run('open-account-form', () => openForm(reader));
        await reader.steps.run('choose-structure', async () => {
          for (let turn = 0; turn < MOST_IN_A_TURN; turn += 1) {
            const next = left.shift();
            if (next === undefined) return;
            const shown = connections.get(next.siret);
            plan.set(
              next.siret,
              await planOne(next, shown, { form, screen: reader.screen }, tools),
            );
            tools.planned(next.siret);
          }
        });
      }
    }),
  );
  return sirets.flatMap((siret) => plan.get(siret) ?? []);
}

async function openForm({ portal, screen }: PlanReader): Promise<TechnicalAccountPage> {
  await portal.openHome();
  await portal.openTechnicalAccountApplication((view) => TechnicalAccountPage.isAt(view));
  const page = new TechnicalAccountPage(screen);
  await page.expectShown();
  return page;
}

async function planOne(
  request: EnrolmentRequest,
  { applicationNames, offered }: Shown = { applicationNames: [], offered: true },
  place: FormInTab,
  tools: PlanTools,
): Promise<PlannedEnrolment> {
  const { siret, only } = request;
  const { connection, account } = await tools.ledger.enrolment(siret);
  const accounts =
    only === 'connection' ? { offered: true } : await readAccounts(siret, place, tools);
  return {
    siret,
    ...(accounts.companyName !== undefined && { structureName: accounts.companyName }),
    connection: planConnection(request, connection, { found: applicationNames[0], offered }),
    account: planAccount(request, account, { login: accounts.login, offered: accounts.offered }),
  };
}

/**
 * The connections of all SIRETs from the whole list, where its lines name them by SIRET; else by
 * one filtered list each. (What the column "Structure raccordée" shows is unverified.)
 */
async function readConnections(
  sirets: readonly Siret[],
  list: ConnectionsPage,
  { names, screen }: { names: NamesOnPortal; screen: Screen },
): Promise<Map<Siret, Shown>> {
  const rows = await list.readAllInLargestPages();
  names.know(rows.map(({ applicationName }) => applicationName));
  const offered = await list.offeredStructures();
  if (rows.some(({ structure }) => siretsIn(structure).length === 0)) {
    return readConnectionsOneByOne(sirets, list, screen);
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
  screen: Screen,
): Promise<Map<Siret, Shown>> {
  const shown = new Map<Siret, Shown>();
  for (const siret of sirets) {
    const rows = await orNotOffered(list.readFor(siret), screen);
    const applicationNames = rows?.map(({ applicationName }) => applicationName) ?? [];
    shown.set(siret, { applicationNames, offered: rows !== undefined });
  }
  return shown;
}

async function readAccounts(
  siret: Siret,
  { form, screen }: FormInTab,
  { redactor }: PlanTools,
): Promise<ShownAccounts> {
  const chosen = await orNotOffered(
    form.choose(siret).then(() => true),
    screen,
  );
  if (chosen === undefined) return { offered: false };
  const { companyName, password } = await form.waitUntilFilled(siret);
  redactor.add(password, 'technical password');
  const [first] = await form.readAccounts();
  return { offered: true, companyName, ...(first !== undefined && { login: first.login }) };
}

/**
 * Undefined where the portal does not offer the structure: for a plan that is a finding, unless the
 * portal could not say what it offers.
 */
async function orNotOffered<T>(reading: Promise<T>, screen: Screen): Promise<T | undefined> {
  const since = performance.now();
  try {
    return await reading;
  } catch (error) {
    if (!isRaccordError(error) || !error.is('STRUCTURE_NOT_OFFERED')) throw error;
    const cause = await explain(screen, error, since);
    if (cause !== error) throw cause;
    return undefined;
  }
}

/** The SIRETs that a text names, without spaces. */
export function siretsIn(text: string): string[] {
  return text.replace(/(?<=\d)\s(?=\d)/gu, '').match(/(?<!\d)\d{14}(?!\d)/gu) ?? [];
}
