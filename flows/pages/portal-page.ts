import type { Frame, Page } from 'playwright';
import { networkFailure, proxyFailure } from '../../src/browser/network-failure.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { safeMessage } from '../../src/errors/safe-message.ts';
import {
  type AnyRaccordError,
  RaccordError,
  isRaccordError,
} from '../../src/errors/raccord-error.ts';
import { cardsOf, onlyTitled, type Card } from '../../src/seeing/cards.ts';
import { controlsOf } from '../../src/seeing/controls.ts';
import { isSeen, type Look, type Thing } from '../../src/seeing/look.ts';
import { lookAt, locatorOf, type Scope } from '../../src/seeing/look-at.ts';
import { describeDistinctly } from '../../src/seeing/describe.ts';
import { showsPressable } from '../../src/seeing/pressables.ts';
import { isWordedAs } from '../../src/seeing/wording-match.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { wordsOf } from '../../src/seeing/words.ts';
import { clickThing, isPressable, press, pressablesIn } from '../../src/acting/control.ts';
import { cluesFor, keyOf, notFitting, timeoutIn, type Sought } from '../../src/acting/knowledge.ts';
import { IdentityProviderPage } from './identity-provider-page.ts';
import { bareAddress, isCertificateError, isServerError, pageUnexpected } from './page-errors.ts';
import { partsOf, type ReliedPart } from './relied-on.ts';
import { teach } from '../../src/acting/teach.ts';
import { waitFor } from '../../src/acting/wait-for.ts';
import { navigationWordings, signInWordings, technicalAccountWordings } from './wordings.ts';

/** The page with which the portal receives a visitor. */
export type LandingPage = 'welcome' | 'identity-provider' | 'home';

/** Most looks for the next card: the domain's, the application's, one lost, and the application. */
const MAX_CARDS_OPENED = 4;

/**
 * Time after which a card that led nowhere is clicked again, in milliseconds: a page that is still
 * being rendered may lose a click, and opening an application writes nothing.
 */
const CLICK_AGAIN_MS = 5_000;

/** Longest wait for an idle page before it is looked at, in milliseconds. */
const MOST_IDLE_MS = 200;

/** The fields to fill in; some sites wrap each page in a form that has none. */
const FILLED_IN = 'input:not([type=hidden], [type=submit], [type=button], [type=image])';

/** Tells whether an application is shown; the look is the latest at that document. */
type Arrived = (view: Frame, look: Look) => Promise<boolean>;

/** The services portal: welcome page, home with the domains, domain with its applications. */
export class PortalPage {
  readonly #activePage: ActivePage;
  readonly #url: URL;
  readonly #tab: Page;
  /** The look that showed the cards, until the first one is looked for. */
  #home: Look | undefined;

  /** Returns the relied-on parts of the welcome page, a page of domains or of applications. */
  static reliesOn(face: 'welcome' | 'domains' | 'applications'): ReliedPart[] {
    const part = partsOf('navigation', navigationWordings);
    const { openDomain, openApplication } = navigationWordings;
    switch (face) {
      case 'welcome':
        return [partsOf('signIn', signInWordings)('button', 'signIn')];
      case 'domains':
        return [
          part('button', 'openDomain', { several: true }),
          part('card', 'connectionsDomain', { opener: openDomain }),
        ];
      case 'applications':
        return [
          part('button', 'openApplication', { several: true }),
          {
            name: 'EDI, API',
            kind: 'card',
            wording: ['EDI, API'],
            opener: openApplication,
            isCard: speaksOfEdiAndApi,
          },
          part('card', 'technicalAccountCard', { opener: openApplication }),
        ];
    }
  }

  constructor(activePage: ActivePage, url: URL) {
    this.#activePage = activePage;
    this.#url = url;
    this.#tab = activePage.page;
  }

  /**
   * Opens the portal's address, the only correct starting point (facts/portal.md section a).
   * @throws RaccordError PORTAL_UNAVAILABLE, CERTIFICATE_REFUSED, PAGE_UNEXPECTED, or what
   * `networkFailure` says.
   */
  async open(): Promise<LandingPage> {
    await this.#closeOtherTabs();
    const unavailable = (answer: string): AnyRaccordError =>
      new RaccordError('PORTAL_UNAVAILABLE', { url: bareAddress(this.#url.href), answer });
    const { context } = this.#activePage;
    const noWay = await proxyFailure(context, this.#url);
    if (noWay !== undefined) throw noWay;
    const status = await this.#tab.goto(this.#url.href, { waitUntil: 'domcontentloaded' }).then(
      (response) => response?.status() ?? 200,
      async (error: unknown) => {
        const reason = safeMessage(error).replace(/^.*?(net::\w+).*$/u, '$1');
        const { host } = this.#activePage.failedNavigation(this.#tab) ?? {
          host: this.#url.hostname,
        };
        if (isCertificateError(reason)) {
          throw new RaccordError('CERTIFICATE_REFUSED', { host, reason });
        }
        const failed = host === this.#url.hostname ? this.#url : new URL(`https://${host}/`);
        throw (await networkFailure(context, failed, reason)) ?? unavailable(reason);
      },
    );
    if (status >= 500) throw unavailable(`HTTP ${status}`);
    return this.reception();
  }

  /**
   * Opens the home page of a signed-in user. If the portal's own session is over and the identity
   * provider's is not, "Se connecter" signs in without a question.
   * @throws RaccordError SESSION_ENDED if it asks to sign in again.
   */
  async openHome(): Promise<void> {
    let shown = await this.open();
    if (shown === 'welcome') {
      await this.pressSignIn();
      shown = await this.receptionBehindWelcome();
    }
    if (shown !== 'home') {
      throw new RaccordError('SESSION_ENDED', { url: bareAddress(this.#tab.url()) });
    }
  }

  /** Returns which of the portal's pages is shown, once one is. */
  async reception(): Promise<LandingPage> {
    const wording = signInWordings.signIn;
    for (;;) {
      const timeoutMs = timeoutIn(this.#tab, this.#activePage.timeoutMs);
      const shown = await waitFor(() => this.#receptionNow(), timeoutMs);
      if (shown !== undefined) return shown;
      const closed = closedFor(await lookAt(this.#tab));
      const url = bareAddress(this.#tab.url());
      if (closed !== undefined) {
        throw new RaccordError('PORTAL_UNAVAILABLE', { url, answer: closed });
      }
      const error = await pageUnexpected(this.#activePage, wording[0]);
      const sought: Sought = { kind: 'button', wording, where: 'Chorus Pro' };
      if (!(await teach(this.#tab, sought, error)) && !(await this.teachHome())) throw error;
    }
  }

  /**
   * Asks a person for the card that leads on from the home page, by which it is known then.
   * @returns false if nobody is there, or nothing was taught.
   */
  async teachHome(): Promise<boolean> {
    const wording = navigationWordings.connectionsDomain;
    const error = await pageUnexpected(this.#activePage, wording[0]);
    return teach(this.#tab, { kind: 'button', wording, where: 'Chorus Pro' }, error);
  }

  /** Returns the page behind "Se connecter" after the click; `welcome` if it leads nowhere. */
  async receptionBehindWelcome(): Promise<LandingPage> {
    const behind = await waitFor(async () => {
      const now = await this.#receptionNow();
      return now === 'welcome' ? undefined : now;
    }, this.#activePage.timeoutMs);
    return behind ?? 'welcome';
  }

  /** True if the tab shows a page of the portal's own host. */
  get isOnOwnHost(): boolean {
    return new URL(this.#tab.url()).hostname === this.#url.hostname;
  }

  /** Returns whether the home page is shown within a time (milliseconds). */
  async isHomeWithin(timeoutMs: number): Promise<boolean> {
    const look = async (): Promise<true | undefined> =>
      (await this.#receptionNow()) === 'home' || undefined;
    return (await waitFor(look, timeoutMs)) === true;
  }

  async pressSignIn(): Promise<void> {
    await press(this.#tab, signInWordings.signIn, 'Chorus Pro');
  }

  /** Opens the application whose card mentions EDI and API, in whichever tab or frame it opens. */
  async openConnectionsApplication(arrived: Arrived): Promise<void> {
    // By its words before its title: the domain may have the same (facts/portal.md section b).
    await this.#openApplication(navigationWordings.connectionsDomain, speaksOfEdiAndApi, arrived, {
      kind: 'button',
      wording: navigationWordings.manageConnections,
    });
  }

  /** Opens the application "Compte technique". */
  async openTechnicalAccountApplication(arrived: Arrived): Promise<void> {
    await this.#openApplication(
      navigationWordings.technicalAccountCard,
      ({ title }) => isWordedAs(title, navigationWordings.technicalAccountCard),
      arrived,
      { kind: 'field', wording: technicalAccountWordings.requestType },
    );
  }

  /** Opens the page with the applications' cards, which may be the home page itself. */
  async openApplications(): Promise<void> {
    await this.#openApplication(
      navigationWordings.connectionsDomain,
      () => false,
      (_page, look) => Promise.resolve(showsPressable(look, navigationWordings.openApplication)),
    );
  }

  /** Returns whether cards of domains or of applications are shown. */
  static async showsCards(page: Scope): Promise<boolean> {
    return showsOpeners(await lookAt(page));
  }

  static async showsApplications(page: Scope): Promise<boolean> {
    return isPressable(page, navigationWordings.openApplication);
  }

  async #receptionNow(): Promise<LandingPage | undefined> {
    await this.#activePage.idle(this.#tab, MOST_IDLE_MS);
    const look = await lookAt(this.#tab);
    if (!look.things.some(isSeen)) return undefined;
    const hasCards = showsOpeners(look);
    this.#home = hasCards ? look : undefined;
    // A page of cards that is no form is the portal's, whatever its buttons say.
    if (hasCards && !look.things.some(isTextbox)) return 'home';
    // Checked before its button, which may have the portal's words.
    if (await new IdentityProviderPage(this.#activePage).anyScreen.first().isVisible()) {
      return 'identity-provider';
    }
    for (const thing of pressablesIn(this.#tab, look, signInWordings.signIn)) {
      // A look does not show whether it is in a form with fields: one may wrap the whole page.
      const inForm = locatorOf(this.#tab, thing).and(this.#tab.locator(`form:has(${FILLED_IN}) *`));
      if ((await inForm.count()) === 0) return 'welcome';
    }
    return hasCards || this.#showsTaughtCard(look) ? 'home' : undefined;
  }

  #showsTaughtCard(look: Look): boolean {
    const { connectionsDomain, technicalAccountCard } = navigationWordings;
    return [connectionsDomain, technicalAccountCard].some((wording) => {
      const isTaught = cluesFor(this.#tab, { kind: 'button', wording }) !== undefined;
      return isTaught && pressablesIn(this.#tab, look, wording).length > 0;
    });
  }

  /** @param mark the element that identifies the application; taught if it is not recognised. */
  async #openApplication(
    card: Wording,
    isApplication: (card: Card) => boolean,
    arrived: Arrived,
    mark?: Pick<Sought, 'kind' | 'wording'>,
  ): Promise<void> {
    for (;;) {
      try {
        return await this.#openKnown(card, isApplication, arrived);
      } catch (error) {
        if (!isRaccordError(error) || !(await this.#taught(card, mark, error))) throw error;
      }
    }
  }

  /**
   * Teaches a mark or a card. A new tab lacks the mark, as does a page with a form to fill in; any
   * other page of the portal's own tab may lack the card too.
   */
  async #taught(
    card: Wording,
    mark: Pick<Sought, 'kind' | 'wording'> | undefined,
    error: AnyRaccordError,
  ): Promise<boolean> {
    const newest = this.#activePage.context.pages().at(-1) ?? this.#tab;
    const where = 'Chorus Pro';
    const opens = (): Promise<boolean> =>
      teach(this.#tab, { kind: 'button', wording: card, where }, error);
    const marks = async (): Promise<boolean> =>
      mark !== undefined && (await teach(newest, { ...mark, where: card[0] }, error));
    const isOpen = newest !== this.#tab || (mark?.kind === 'field' && (await showsForm(this.#tab)));
    return isOpen ? (await marks()) || opens() : (await opens()) || marks();
  }

  async #openKnown(
    card: Wording,
    isApplication: (card: Card) => boolean,
    arrived: Arrived,
  ): Promise<void> {
    const [name] = card;
    const taught: Sought = { kind: 'button', wording: card, where: 'Chorus Pro' };
    /** Pages on which the taught card was clicked: they may stay a moment longer. */
    const left = new Set<string>();
    let clicked: { readonly words: string | undefined; readonly at: number } | undefined;
    let cards: Card[] = [];
    /** Whether the clicked card has led to nothing: no request, no other tab. */
    const isInVain = (at: number): boolean =>
      this.#activePage.context.pages().at(-1) === this.#tab &&
      Math.min(this.#activePage.quietFor(this.#tab), performance.now() - at) >= CLICK_AGAIN_MS;
    for (let pressed = 0; pressed < MAX_CARDS_OPENED; pressed += 1) {
      const next = await waitFor(
        async () => {
          const seen = await this.#lookForViewThat(arrived);
          if ('view' in seen) return seen;
          // A server error page will not change into another one.
          if (isServerError(this.#activePage.statusOf(this.#tab.mainFrame()))) return 'failed';
          // The clicked card may still be there beside the ones it led to.
          const page = keyOf(this.#tab, taught)?.page ?? '';
          if (cluesFor(this.#tab, taught) !== undefined) {
            if (left.has(page)) return undefined;
            const fitting = pressablesIn(this.#tab, seen.tab, card);
            const [opener, ...more] = fitting;
            if (opener === undefined) return undefined;
            if (more.length > 0) {
              throw notFitting(this.#tab, taught, describeDistinctly(seen.tab, fitting));
            }
            if (!(await clickThing(this.#tab, opener, `click « ${name} »`))) return undefined;
            left.add(page);
            return { card: { words: clicked?.words } };
          }
          cards = cardsTowards(seen.tab, isApplication).filter(
            ({ words }) => words !== clicked?.words || isInVain(clicked.at),
          );
          const [only, ...others] = cards;
          if (only === undefined || others.length > 0) return undefined;
          const action = `click « ${only.title} »`;
          return (await clickThing(this.#tab, only.opener, action)) ? { card: only } : undefined;
        },
        timeoutIn(this.#tab, this.#activePage.timeoutMs),
      );
      if (next === undefined || next === 'failed') break;
      if ('view' in next) return this.#activePage.moveTo(next.view);
      clicked = { words: next.card.words, at: performance.now() };
    }
    if (cards.length > 1) {
      throw new RaccordError('CONTROL_AMBIGUOUS', {
        label: name,
        where: bareAddress(this.#tab.url()),
        matches: cards.map(({ words }) => words),
      });
    }
    // A taught card that matches nothing is reported, on the page that it was taught for.
    const isGone = cluesFor(this.#tab, taught) !== undefined && left.size === 0;
    if (isGone) throw notFitting(this.#tab, taught, []);
    throw await pageUnexpected(this.#activePage, name);
  }

  /**
   * Returns the newest tab that has arrived, or a frame in one; otherwise the look at the portal's
   * own tab, empty while that tab is navigating.
   */
  async #lookForViewThat(arrived: Arrived): Promise<{ view: Frame } | { tab: Look }> {
    let tab: Look = { things: [] };
    for (const page of this.#activePage.context.pages().reverse()) {
      await this.#activePage.idle(page, MOST_IDLE_MS);
      if (this.#activePage.isLeaving(page)) continue;
      for (const view of page.frames()) {
        const isMain = view === page.mainFrame();
        const hasArrived = async (): Promise<boolean> => {
          const isTab = isMain && page === this.#tab;
          const look = (isTab ? this.#home : undefined) ?? (await lookAt(view));
          if (isTab) [tab, this.#home] = [look, undefined];
          return arrived(view, look);
        };
        // A frame may be removed during the look: then it has not arrived.
        if (await (isMain ? hasArrived() : hasArrived().catch(() => false))) return { view };
      }
    }
    return { tab };
  }

  async #closeOtherTabs(): Promise<void> {
    for (const page of this.#activePage.context.pages()) {
      if (page !== this.#tab) await page.close();
    }
    this.#activePage.moveTo(this.#tab.mainFrame());
  }
}

/**
 * Returns the heading by which a page without a way in says that the portal is closed for now;
 * undefined if it says nothing such, or only announces it.
 */
export function closedFor(look: Look): string | undefined {
  if (look.things.some(isTextbox)) return undefined;
  const headings = look.things.filter((thing) => thing.role === 'heading' && isSeen(thing));
  return headings
    .map((heading) => wordsOf(look, heading))
    .find((words) => {
      const said = words.normalize('NFD').replace(/\p{M}/gu, '');
      return (
        /maintenance|indisponible|unavailable/iu.test(said) &&
        !/prevue|programmee|planned|scheduled|aura lieu/iu.test(said)
      );
    });
}

/** Returns whether there is more to fill in than a field to search by. */
async function showsForm(page: Page): Promise<boolean> {
  return controlsOf(await lookAt(page)).length > 1;
}

/** Returns whether an element is a field of a form; a page of cards has at most one to search in. */
function isTextbox({ role }: Thing): boolean {
  return role === 'textbox';
}

/** Returns whether cards of domains or of applications are shown. */
function showsOpeners(look: Look): boolean {
  const { openDomain, openApplication } = navigationWordings;
  return showsPressable(look, openDomain) || showsPressable(look, openApplication);
}

/** Returns the application's own card if it is shown, otherwise the card of its domain. */
function cardsTowards(look: Look, isApplication: (card: Card) => boolean): Card[] {
  const wanted = cardsOf(look, navigationWordings.openApplication).filter(isApplication);
  // A domain's card may have the same words and the same button as its application's.
  const own = wanted.filter((card) => !isOfDomain(card));
  if (own.length > 0) return onlyTitled(own, isApplication);
  if (wanted.length > 0) return wanted;
  return cardsOf(look, navigationWordings.openDomain).filter(isOfDomain).slice(0, 1);
}

function isOfDomain({ title }: Card): boolean {
  return isWordedAs(title, navigationWordings.connectionsDomain);
}

function speaksOfEdiAndApi({ words }: Card): boolean {
  return /\bedi\b/iu.test(words) && /\bapi\b/iu.test(words);
}
