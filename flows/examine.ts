import { EXIT } from '../src/errors/exit-code.ts';
import { type AnyRaccordError, isRaccordError } from '../src/errors/raccord-error.ts';
import { toRaccordError } from '../src/errors/to-raccord-error.ts';
import { expectReachedDirectly } from '../src/browser/reachable.ts';
import { siretsIn, type Siret } from '../src/domain/siret.ts';
import type { Step } from '../src/domain/step-names.ts';
import {
  PAGES,
  type Examination,
  type ExaminedPage,
  type ExamineTools,
  type PageName,
  type SkipReason,
} from './examination.ts';
import { ConnectionsPage } from './pages/connections-page.ts';
import { DeclarationPage } from './pages/declaration-page.ts';
import { IdentityProviderPage } from './pages/identity-provider-page.ts';
import { explain, pageUnexpected } from './pages/page-errors.ts';
import { PasswordResetPage } from './pages/password-reset-page.ts';
import { PortalPage } from './pages/portal-page.ts';
import { isFound, probeAll, notExamined } from './pages/probe.ts';
import type { ReliedPart } from './pages/relied-on.ts';
import { TechnicalAccountPage, type AccountRow } from './pages/technical-account-page.ts';
import { openAccountForm } from './account-form.ts';

/**
 * Examines every page that the robot relies on, up to but never through a submit. An unexpected
 * page is reported and the next one is tried; an error that is not about a page ends it.
 */
export async function examinePortal<Kept>(tools: ExamineTools<Kept>): Promise<Examination<Kept>> {
  const examiner = new Examiner(tools);
  try {
    if ((await examiner.enter()) && (await examiner.lookAtHome())) {
      await examiner.lookAtConnections();
      await examiner.lookAtResets(await examiner.lookAtAccounts());
    }
    const { notReached: error } = examiner;
    return { pages: examiner.pages, error };
  } catch (error) {
    return { pages: examiner.pages, error: toRaccordError(error) };
  }
}

/** The structure shown in the form; its accounts are absent if they could not be read. */
interface ChosenStructure {
  readonly siret: Siret;
  readonly rows: readonly AccountRow[] | undefined;
}

/** The pages that may show a password, as they open too. */
const PAGES_WITH_SECRET: ReadonlySet<PageName> = new Set(['account', 'reset']);

class Examiner<Kept> {
  readonly #tools: ExamineTools<Kept>;
  readonly #pages = new Map<PageName, ExaminedPage<Kept>>();
  /** Start of the way to the current page, in `performance.now()` milliseconds. */
  #since = 0;
  /** The error of the first form that raccord could not send. */
  notReached: AnyRaccordError | undefined;

  constructor(tools: ExamineTools<Kept>) {
    this.#tools = tools;
  }

  /** All pages in order; those that were not reached are marked unseen. */
  get pages(): ExaminedPage<Kept>[] {
    return PAGES.map(
      (page) => this.#pages.get(page) ?? { page, probes: notExamined(this.#partsOf(page)) },
    );
  }

  /**
   * Examines the way in: the welcome page, the identity provider, and the sign-in as a run does it.
   * @returns whether the portal is open: an unrecognised portal is not entered.
   */
  async enter(): Promise<boolean> {
    const { portal, signIn } = this.#tools;
    const reception = await this.#at('reception', 'sign-in', () => portal.open());
    if (reception === undefined) {
      await this.#record('reception');
      return false;
    }
    let shown = reception;
    if (reception === 'welcome') {
      await this.#record('reception');
      await portal.pressSignIn();
      shown = await portal.receptionBehindWelcome();
    } else this.#pass('reception', reception === 'home' ? 'session-kept' : 'not-on-the-way');
    if (shown === 'identity-provider') await this.#record('sign-in');
    else this.#pass('sign-in', 'session-kept');
    await signIn();
    return true;
  }

  /**
   * Examines the home page, and the page of applications if it is a separate one.
   * @returns whether there are applications to open.
   */
  async lookAtHome(): Promise<boolean> {
    const { portal, activePage } = this.#tools;
    await this.#tools.steps.run('open-connections', () => portal.openHome());
    await activePage.settled();
    if (await PortalPage.showsApplications(activePage.page)) {
      await this.#record('home', PortalPage.reliesOn('applications'));
      this.#pass('domain', 'not-on-the-way');
      return true;
    }
    await this.#record('home');
    return this.#visit('domain', 'open-connections', () => portal.openApplications());
  }

  /** Examines the connections application: its entry, its list, the form behind "Déclarer…". */
  async lookAtConnections(): Promise<void> {
    const { portal, activePage, learn } = this.#tools;
    const list = new ConnectionsPage(activePage);
    const entered = await this.#visit('edi', 'open-connections', async () => {
      await portal.openHome();
      await portal.openConnectionsApplication((view, look) => ConnectionsPage.isAt(view, look));
      await activePage.settled();
    });
    if (!entered) return;
    if (!this.#found('edi').probes.every(isFound) && (await list.isShown())) {
      this.#pass('edi', 'not-on-the-way');
    }
    if (!(await this.#visit('connections', 'read-connections', () => list.open()))) return;
    const offered = await this.#tolerant(() => list.offeredStructures());
    for (const structure of offered ?? []) learn(structure);
    await this.#visit('declaration', 'fill-declaration', async () => {
      await list.pressDeclare();
      await new DeclarationPage(activePage).expectShown();
      await this.#expectReached();
    });
  }

  /**
   * Examines the account form: as it opens, then with a structure, when it shows a password.
   * @returns that structure and its accounts, as far as they could be read.
   */
  async lookAtAccounts(): Promise<ChosenStructure | undefined> {
    const { activePage, siret } = this.#tools;
    const form = new TechnicalAccountPage(activePage);
    const empty = TechnicalAccountPage.reliesOn('empty');
    const filled = TechnicalAccountPage.reliesOn('filled');
    const opened = await this.#visit(
      'account',
      'open-account-form',
      () => this.#openAccountForm(),
      { parts: empty, rest: filled },
    );
    if (!opened) return undefined;
    this.#since = performance.now();
    const chosen = await this.#tools.steps.run('choose-structure', async () => {
      form.conceal();
      const structure = siret ?? (await this.#tolerant(() => this.#firstOffered(form)));
      if (structure === undefined) return undefined;
      const isChosen = await this.#tolerant(() => form.choose(structure).then(() => true));
      if (isChosen === true) await this.#know(form, structure);
      await activePage.settled();
      if (isChosen !== true) return undefined;
      return { siret: structure, rows: await this.#tolerant(() => form.readAccounts(structure)) };
    });
    if (chosen === undefined) return undefined;
    await this.#recordFilled('account', filled);
    return chosen;
  }

  /**
   * Examines the same form for a reset: as it opens, then with an account, when it shows the
   * password that would be the new one. Nothing takes effect before "Soumettre".
   */
  async lookAtResets(structure: ChosenStructure | undefined): Promise<void> {
    if (structure === undefined) return;
    const { activePage, steps } = this.#tools;
    const form = new PasswordResetPage(activePage);
    const filled = PasswordResetPage.reliesOn('filled');
    const opened = await this.#visit('reset', 'open-account-form', () => this.#openAccountForm(), {
      parts: PasswordResetPage.reliesOn('empty'),
      rest: filled,
    });
    if (!opened) return;
    const { siret, rows } = structure;
    const login = rows?.[0]?.login;
    if (login === undefined) {
      // If the list could not be read, its columns already report it.
      const passed = rows === undefined ? {} : { passed: 'no-account' as const };
      this.#pages.set('reset', { ...this.#found('reset'), ...passed });
      return;
    }
    this.#since = performance.now();
    await steps.run('choose-account', async () => {
      form.conceal();
      await this.#tolerant(async () => {
        await form.chooseAccount(siret, login);
        await form.waitForPassword();
      });
      await this.#knowPassword(form);
      await activePage.settled();
    });
    await this.#recordFilled('reset', filled);
  }

  /** Records the parts of a form that appear once something is chosen. */
  async #recordFilled(page: PageName, filled: readonly ReliedPart[]): Promise<void> {
    const more = await probeAll(this.#tools.activePage.view, filled, page);
    const kept = await this.#tools.keep(page, 'in-fields');
    const { probes } = this.#found(page);
    const looked = probes.filter(({ name }) => !filled.some((part) => part.name === name));
    this.#pages.set(page, { page, probes: [...looked, ...more], kept });
  }

  async #openAccountForm(): Promise<void> {
    await openAccountForm(this.#tools);
    await this.#expectReached();
  }

  /** Records a form that raccord could not send; its page is examined all the same. */
  async #expectReached(): Promise<void> {
    try {
      await expectReachedDirectly(this.#tools.activePage.view);
    } catch (error) {
      if (!isRaccordError(error) || error.code !== 'NOT_REACHED_DIRECTLY') throw error;
      this.notReached ??= error;
    }
  }

  async #firstOffered(form: TechnicalAccountPage): Promise<Siret | undefined> {
    const offered = await form.offeredStructures();
    for (const structure of offered) this.#tools.learn(structure);
    // Offered by the portal, so taken as a valid SIRET.
    return offered.flatMap(siretsIn)[0] as Siret | undefined;
  }

  /** Redacts what the form offers from everything written after this call, as far as it can be read. */
  async #know(form: TechnicalAccountPage, siret: Siret): Promise<void> {
    const filled = await this.#tolerant(() => form.waitUntilFilled(siret));
    if (filled !== undefined) this.#tools.learn(filled.offered.companyName);
    await this.#knowPassword(form);
  }

  async #knowPassword(form: TechnicalAccountPage): Promise<void> {
    const password = await this.#tolerant(() => form.shownPassword());
    if (password !== undefined) this.#tools.redactor.add(password, 'technical password');
  }

  /** Goes to a page and examines it. @returns whether the examination can continue from there. */
  async #visit(
    page: PageName,
    step: Step,
    go: () => Promise<unknown>,
    { parts = this.#partsOf(page), rest = [] }: { parts?: ReliedPart[]; rest?: ReliedPart[] } = {},
  ): Promise<boolean> {
    const reached = await this.#at(page, step, async () => {
      await go();
      return true;
    });
    if (reached === true) {
      await this.#record(page, parts, rest);
      return true;
    }
    const { activePage } = this.#tools;
    const newest = activePage.context.pages().at(-1);
    if (newest !== undefined && newest !== activePage.page) activePage.moveTo(newest.mainFrame());
    // On a page of cards the missing part is the way there: that part reports it.
    const cards = await PortalPage.showsCards(activePage.view);
    if (!cards) await this.#record(page, parts, rest);
    return false;
  }

  /** Runs a step. Records an unexpected page; rethrows every other error. */
  async #at<T>(page: PageName, step: Step, work: () => Promise<T>): Promise<T | undefined> {
    this.#since = performance.now();
    try {
      return await this.#tools.steps.run(step, work);
    } catch (error) {
      if (!isDrift(error)) throw error;
      this.#pages.set(page, { page, probes: notExamined(this.#partsOf(page)), error });
      return undefined;
    }
  }

  async #record(
    page: PageName,
    parts = this.#partsOf(page),
    rest: readonly ReliedPart[] = [],
  ): Promise<void> {
    const { activePage, keep } = this.#tools;
    const before = this.#pages.get(page);
    const probes = await probeAll(activePage.view, parts, page);
    const error = before?.error ?? (probes.every(isFound) ? undefined : await this.#stopped(page));
    const form = new TechnicalAccountPage(activePage);
    const isSecret = PAGES_WITH_SECRET.has(page) && (await form.mayShowPassword());
    if (isSecret) form.conceal();
    const kept = await keep(page, isSecret ? 'in-fields' : 'none');
    this.#pages.set(page, {
      ...before,
      page,
      probes: [...probes, ...notExamined(rest)],
      error,
      kept,
    });
  }

  /** Returns the error if a page lacks data because raccord blocked the request that loads it. */
  async #stopped(page: PageName): Promise<AnyRaccordError | undefined> {
    const { activePage } = this.#tools;
    const cause = await explain(activePage, await pageUnexpected(activePage, page), this.#since);
    return cause.code === 'REQUEST_STOPPED' ? cause : undefined;
  }

  #pass(page: PageName, passed: SkipReason): void {
    this.#pages.set(page, { page, probes: [], passed });
  }

  #found(page: PageName): ExaminedPage<Kept> {
    const found = this.#pages.get(page);
    if (found === undefined) throw new Error(`${page} was not looked at`);
    return found;
  }

  /** Ignores errors of page objects, which the probed parts report, unless the portal failed. */
  async #tolerant<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isDrift(error) && !isNotOffered(error)) throw error;
      const cause = await explain(this.#tools.activePage, error, this.#since);
      if (cause.policy.transient) throw cause;
      return undefined;
    }
  }

  #partsOf(page: PageName): ReliedPart[] {
    switch (page) {
      case 'reception':
        return PortalPage.reliesOn('welcome');
      case 'sign-in':
        return IdentityProviderPage.reliesOn();
      case 'home':
        return PortalPage.reliesOn('domains');
      case 'domain':
        return PortalPage.reliesOn('applications');
      case 'edi':
        return ConnectionsPage.reliesOn('entry');
      case 'connections':
        return ConnectionsPage.reliesOn('list');
      case 'declaration':
        return DeclarationPage.reliesOn(this.#tools.usage);
      case 'account':
        return [
          ...TechnicalAccountPage.reliesOn('empty'),
          ...TechnicalAccountPage.reliesOn('filled'),
        ];
      case 'reset':
        return [...PasswordResetPage.reliesOn('empty'), ...PasswordResetPage.reliesOn('filled')];
    }
  }
}

function isDrift(error: unknown): error is AnyRaccordError {
  return isRaccordError(error) && error.policy.exit === EXIT.drift;
}

function isNotOffered(error: unknown): error is AnyRaccordError {
  return (
    isRaccordError(error) &&
    (error.code === 'STRUCTURE_NOT_OFFERED' || error.code === 'ACCOUNT_NOT_LISTED')
  );
}
