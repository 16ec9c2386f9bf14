import type { Page } from 'playwright';
import { safeMessage } from '../../errors/safe-message.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Scope } from '../../seeing/look-at.ts';
import { DETACHED, NOT_ATTACHED, SeenElement } from '../seen-element.ts';
import { shownTexts } from '../shown-texts.ts';
import { whatIsOffered } from './choice.ts';
import { describeOption, optionPattern, type OptionMatch } from './field-options.ts';

/**
 * The two generations of select2 on the portal's pages. Only these parts show where the open list
 * is and when it has answered: class names linger and numbers change at each rendering
 * (facts/dom.md section 2, "select2 3.5.x mechanics" and "Other measured traps").
 */
const PARTS = {
  'select2-3': {
    opener: '.select2-choice',
    drop: '#select2-drop',
    search: '.select2-search input',
    option: '.select2-result-selectable',
  },
  'select2-4': {
    opener: '.select2-selection',
    drop: '.select2-container--open .select2-dropdown',
    search: '.select2-search__field',
    option: '.select2-results__option:not([aria-disabled=true])',
  },
} as const;

/** The location and generation of a widget. */
interface Select2Place {
  readonly page: Page;
  readonly scope: Scope;
  readonly version: keyof typeof PARTS;
}

/** Attempts to click an option that is rendered again and again. */
const MAX_TRIES = 5;

/** Timeout for a list to open, and for one look at it to find the option, in milliseconds. */
const OPENING_MS = 15_000;
const LOOK_MS = 250;

/**
 * Opens the list, searches if possible, clicks the option and waits until the list closes.
 * @throws Error that `DETACHED` matches if the page replaces the widget meanwhile: the portal's
 * first one of a structure lasts 250 ms (facts/dom.md section 2).
 */
export async function chooseInSelect2(
  widget: SeenElement,
  { page, scope, version }: Select2Place,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const parts = PARTS[version];
  const pattern = optionPattern(match);
  const isSiret = 'siret' in match;
  const look = async (untilSearched = false): Promise<Drop | undefined> => {
    const waits = { openingMs: OPENING_MS, lookMs: LOOK_MS, untilSearched };
    const seen = await widget.evaluate(lookInDrop, { ...parts, pattern, ...waits });
    if (seen === 'widget-gone') throw new Error(NOT_ATTACHED);
    return seen;
  };
  /** Returns the matching options once there are any; empty once the list is complete. */
  const offered = async (): Promise<readonly string[]> => {
    const texts = await whatIsOffered(page, async () => {
      const { fitting = [] } = (await look()) ?? {};
      return fitting.length > 0 ? fitting : undefined;
    });
    return texts ?? [];
  };
  // Somewhere in the widget's own document, which may be a frame's.
  const drop = scope.locator(parts.drop);
  await widget.click();
  const opened = await look(isSiret);
  if (opened === undefined) throw new Error('the list does not open');
  let { fitting } = opened;
  // A list filled by requests may have more than its first page: search for the SIRET itself.
  if (isSiret && opened.isSearched) {
    const search = SeenElement.at(scope, drop.locator(parts.search).first());
    await search.fill(match.siret);
    fitting = await offered();
    if (fitting.length === 0) {
      // The number may have spaces there, which a search for digits does not find.
      await search.fill('');
      fitting = await offered();
    }
  } else if (fitting.length === 0) {
    fitting = await offered();
  }
  const options = drop.locator(parts.option);
  if (fitting.length !== 1) {
    const present = await shownTexts(options);
    await page.keyboard.press('Escape');
    const meant = describeOption(match);
    throw fitting.length === 0
      ? new RaccordError('OPTION_NOT_FOUND', { label, option: meant, present })
      : new RaccordError('CONTROL_AMBIGUOUS', {
          label: meant,
          where: label,
          matches: [...fitting],
        });
  }
  await clickIn(SeenElement.at(scope, options.filter({ hasText: pattern }).first()), look);
  await drop.waitFor({ state: 'hidden' });
}

/**
 * Clicks an option. One that a late answer renders again is clicked once it is there.
 * @param look throws if the widget is gone.
 */
async function clickIn(option: SeenElement, look: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await option.click();
    } catch (error) {
      if (!DETACHED.test(safeMessage(error)) || tries === MAX_TRIES) throw error;
      await look();
    }
  }
}

/** The state of an open list: whether it can be searched, and the matching options. */
interface Drop {
  readonly isSearched: boolean;
  readonly fitting: readonly string[];
}

/**
 * Runs inside the page, so it can use nothing from outside. Waits there until the list is open, and
 * a moment for a matching option.
 * @param untilSearched true to skip the wait for an option once the list can be searched.
 * @returns undefined if it does not open.
 */
async function lookInDrop(
  widget: Node,
  asked: {
    readonly drop: string;
    readonly search: string;
    readonly option: string;
    readonly pattern: RegExp;
    readonly openingMs: number;
    readonly lookMs: number;
    readonly untilSearched: boolean;
  },
): Promise<Drop | 'widget-gone' | undefined> {
  const shownIn = (scope: ParentNode, selector: string): Element[] =>
    [...scope.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0);
  const began = performance.now();
  let opened: number | undefined;
  for (;;) {
    if (!widget.isConnected) return 'widget-gone';
    const now = performance.now();
    const [drop] = shownIn(document, asked.drop);
    if (drop !== undefined) {
      opened ??= now;
      const isSearched = shownIn(drop, asked.search).length > 0;
      const fitting = shownIn(drop, asked.option)
        .map(({ textContent }) => textContent.replace(/\s+/gu, ' ').trim())
        .filter((text) => asked.pattern.test(text));
      const isOver = fitting.length > 0 || now - opened >= asked.lookMs;
      if (isOver || (asked.untilSearched && isSearched)) {
        return { isSearched, fitting: [...new Set(fitting)] };
      }
    } else if (now - began >= asked.openingMs) {
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
