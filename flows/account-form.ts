import type { ActivePage } from '../src/browser/active-page.ts';
import type { Siret } from '../src/domain/siret.ts';
import { isRaccordError } from '../src/errors/raccord-error.ts';
import type { Redactor } from '../src/secrets/redactor.ts';
import { explain } from './pages/page-errors.ts';
import type { PortalPage } from './pages/portal-page.ts';
import {
  TechnicalAccountPage,
  type OfferedAccount,
  type AccountRow,
} from './pages/technical-account-page.ts';
import type { Steps } from './steps.ts';

/** The portal and structure that a form is opened for. */
export interface FormPlace {
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
}

/** Opens "Compte technique" from the home page, whatever was on screen before. */
export async function openAccountForm({
  portal,
  activePage,
}: FormPlace): Promise<TechnicalAccountPage> {
  await portal.openHome();
  await portal.openTechnicalAccountApplication((view, look) =>
    TechnicalAccountPage.isAt(view, look),
  );
  const form = new TechnicalAccountPage(activePage);
  await form.whenReady();
  return form;
}

/** The arguments of one reading turn. */
export interface TabTurn extends FormPlace {
  readonly steps: Steps;
}

/** A tab for reading turns. Each turn starts without the browser state of the previous one. */
export interface ReadingTab {
  begin(): Promise<TabTurn>;
}

export interface FormInTab {
  readonly form: TechnicalAccountPage;
  readonly activePage: ActivePage;
}

/** Structures read per tab before it restarts: the browser keeps memory for each one it showed. */
const MAX_PER_FORM = 75;

/**
 * Reads items one after the other, on one form per tab, in parallel, until the queue is empty. The
 * first failure ends all: it is thrown once no tab reads any more, so that a retry has them alone.
 * @param left the queue. It is emptied; items that a reading adds are read too.
 */
export async function readOnForms<T>(
  left: T[],
  tabs: readonly ReadingTab[],
  read: (next: T, place: FormInTab) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const isGoingOn = (): boolean => failures.length === 0;
  const readIn = async (tab: ReadingTab): Promise<void> => {
    while (left.length > 0 && isGoingOn()) {
      const turn = await tab.begin();
      const form = await turn.steps.run('open-account-form', () => openAccountForm(turn));
      await turn.steps.run('choose-structure', async () => {
        for (let count = 0; count < MAX_PER_FORM && isGoingOn(); count += 1) {
          const next = left.shift();
          if (next === undefined) return;
          await read(next, { form, activePage: turn.activePage });
        }
      });
    }
  };
  const note = (error: unknown): void => void failures.push(error);
  await Promise.all(tabs.slice(0, left.length).map((tab) => readIn(tab).catch(note)));
  if (!isGoingOn()) throw failures[0];
}

/** What the form shows once a structure is chosen. */
export interface ChosenStructure {
  readonly offered: OfferedAccount;
  readonly rows: readonly AccountRow[];
}

/** Chooses a structure and reads what the form shows then; its password is redacted. */
export async function chooseStructure(
  form: TechnicalAccountPage,
  siret: Siret,
  redactor: Redactor,
): Promise<ChosenStructure> {
  await form.choose(siret);
  return readChosen(form, siret, redactor);
}

/** Chooses a structure like {@link chooseStructure}; `undefined` if the portal does not offer it. */
export async function chooseIfOffered(
  { form, activePage }: FormInTab,
  siret: Siret,
  redactor: Redactor,
): Promise<ChosenStructure | undefined> {
  const chosen = await undefinedIfNotOffered(
    form.choose(siret).then(() => true),
    activePage,
  );
  return chosen === undefined ? undefined : readChosen(form, siret, redactor);
}

async function readChosen(
  form: TechnicalAccountPage,
  siret: Siret,
  redactor: Redactor,
): Promise<ChosenStructure> {
  const { offered, look } = await form.waitUntilFilled(siret);
  redactor.add(offered.password, 'technical password');
  return { offered, rows: await form.readAccounts(siret, offered.login, look) };
}

/**
 * Returns `undefined` if the portal does not offer the structure: a reader reports it as a finding.
 * Still throws if the portal could not say what it offers.
 */
export async function undefinedIfNotOffered<T>(
  reading: Promise<T>,
  activePage: ActivePage,
): Promise<T | undefined> {
  const since = performance.now();
  try {
    return await reading;
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'STRUCTURE_NOT_OFFERED') throw error;
    const cause = await explain(activePage, error, since);
    if (cause !== error) throw cause;
    return undefined;
  }
}
