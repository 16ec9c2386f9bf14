import type { Locator } from 'playwright';
import { RaccordError } from '../../../src/domain/errors.ts';
import type { Scope } from '../../../src/seeing/look-at.ts';
import { handleOf } from '../control.ts';
import { shownTexts } from '../page-errors.ts';
import { whatIsOffered } from './choice.ts';
import { describeOption, optionPattern, type OptionMatch } from './options.ts';

/**
 * The two generations of select2 that the portal's pages are built with. Where the open list is and
 * when it has answered is told by these parts alone: class names linger and numbers change at each
 * rendering (facts/dom.md section 2, "select2 3.5.x mechanics" and "Other measured traps").
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

/** A look sees the part of a widget that is used. */
const WHOLE = 'xpath=ancestor-or-self::*[contains(@class, "select2-container")][1]';

export type Select2Version = keyof typeof PARTS;

/** Opens the list, searches where it can be searched, clicks the option and waits until it closes. */
export async function chooseInSelect2(
  widget: Locator,
  scope: Scope,
  version: Select2Version,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const parts = PARTS[version];
  // Somewhere in the widget's own document, which may be a frame's.
  const drop = scope.locator(parts.drop);
  // By its handle: a locator would wait for one that the page has drawn anew.
  const opener = await handleOf(widget.locator(WHOLE).locator(parts.opener));
  await opener.click();
  await drop.waitFor({ state: 'visible' });
  const search = drop.locator(parts.search);
  const options = drop.locator(parts.option);
  const option = options.filter({ hasText: optionPattern(match) });
  let matches: string[];
  // A list with a request behind it may hold more than its first page: ask for the SIRET itself.
  if ('siret' in match && (await search.isVisible())) {
    await search.fill(match.siret);
    matches = await offered(option);
    if (matches.length === 0) {
      // It may be written with spaces there, which a search for digits does not find.
      await search.fill('');
      matches = await offered(option);
    }
  } else {
    matches = await offered(option);
  }
  if (matches.length !== 1) {
    const present = await shownTexts(options);
    await widget.page().keyboard.press('Escape');
    const meant = describeOption(match);
    throw matches.length === 0
      ? new RaccordError('OPTION_NOT_FOUND', { label, option: meant, present })
      : new RaccordError('CONTROL_AMBIGUOUS', { label: meant, where: label, matches });
  }
  await option.first().click();
  await drop.waitFor({ state: 'hidden' });
}

/** The options that are shown once one is; none once the list has said all it has. */
async function offered(option: Locator): Promise<string[]> {
  const texts = await whatIsOffered(option.page(), async () => {
    const shown = await shownTexts(option);
    return shown.length > 0 ? shown : undefined;
  });
  return texts ?? [];
}
