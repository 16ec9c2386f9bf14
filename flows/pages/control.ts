import type { Locator } from 'playwright';
import { causeOf } from '../../src/domain/cause.ts';
import { RaccordError } from '../../src/domain/errors.ts';
import { shownTexts } from './page-errors.ts';
import { POINTED_AT } from './pointed.ts';
import type { Scope } from './scope.ts';
import { patternOf } from './wording-match.ts';
import type { Wording } from './wordings.ts';

const PRESSABLE_ROLES = ['button', 'link', 'tab', 'menuitem'] as const;

const WITH_ROLE =
  'a, button, input[type=submit], input[type=button], [role=button], [role=link], [role=tab], ' +
  '[role=menuitem], summary';

/** What is pressed though its markup does not say so. */
const WITHOUT_ROLE = '[onclick], [ng-click], [tabindex="0"], .btn, .button';

/**
 * Visible buttons, links, tabs and menu entries of that wording: by the name that markup gives them,
 * or by the words that a person sees on them.
 */
export function pressables(scope: Scope, wording: Wording): Locator {
  const name = patternOf(wording);
  const named = PRESSABLE_ROLES.map((role) => scope.getByRole(role, { name }));
  const worded = scope
    .locator(`:is(${WITH_ROLE}, ${WITHOUT_ROLE}):not(:is(${WITH_ROLE}) *)`)
    .filter({ hasText: name })
    .filter({ hasNot: scope.locator(`${WITH_ROLE}, ${WITHOUT_ROLE}`) });
  const pointed = scope
    .locator(POINTED_AT)
    .filter({ hasText: name })
    .filter({ hasNot: scope.locator(`${WITH_ROLE}, ${WITHOUT_ROLE}`) })
    .and(scope.locator(`:not(:is(${WITHOUT_ROLE}), :is(${WITHOUT_ROLE}) *)`));
  return named.reduce((any, one) => any.or(one), worded.or(pointed)).filter({ visible: true });
}

/**
 * The one thing to press that bears the wording, once it is there.
 * @throws RaccordError CONTROL_NOT_FOUND with what could be pressed instead, or CONTROL_AMBIGUOUS.
 */
export async function onePressable(
  scope: Scope,
  wording: Wording,
  where: string,
): Promise<Locator> {
  const found = pressables(scope, wording).describe(wording[0]);
  const seen = await found
    .first()
    .waitFor({ state: 'visible' })
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  const count = await found.count();
  if (count > 1) {
    const matches = await shownTexts(found);
    throw new RaccordError('CONTROL_AMBIGUOUS', { label: wording[0], where, matches });
  }
  // None although it was seen: the page has gone since.
  if (seen !== undefined || count === 0) {
    const present = await shownTexts(scope.locator(`${WITH_ROLE}, ${WITHOUT_ROLE}`));
    throw new RaccordError('CONTROL_NOT_FOUND', { label: wording[0], where, present }, seen?.error);
  }
  return found;
}

/**
 * Presses the one control of that wording.
 * @throws RaccordError as {@link onePressable}, or ACTION_FAILED with what was in the way.
 */
export async function press(scope: Scope, wording: Wording, where: string): Promise<void> {
  const control = await onePressable(scope, wording, where);
  try {
    await control.click();
  } catch (error) {
    throw new RaccordError('ACTION_FAILED', {
      action: `click « ${wording[0]} » (${where})`,
      reason: causeOf(error),
    });
  }
}

/**
 * A button that may be clicked once only. It is tried first without being clicked, so that what is
 * in its way (a chatbot, a list left open) is known before an intent is recorded.
 */
export class OnceButton {
  readonly #control: Locator;
  readonly #label: string;
  #clicked = false;

  private constructor(control: Locator, label: string) {
    this.#control = control;
    this.#label = label;
  }

  /** @throws RaccordError as {@link onePressable}, or ACTION_FAILED when it cannot be clicked. */
  static async ready(scope: Scope, wording: Wording, where: string): Promise<OnceButton> {
    const control = await onePressable(scope, wording, where);
    try {
      await control.click({ trial: true });
    } catch (error) {
      throw new RaccordError('ACTION_FAILED', {
        action: `click « ${wording[0]} » (${where})`,
        reason: causeOf(error),
      });
    }
    return new OnceButton(control, wording[0]);
  }

  /**
   * Clicks, and waits for the document that the click leads to, where it does. A second call is a
   * defect of raccord and is refused.
   * @param patience milliseconds.
   */
  async click(patience: number): Promise<void> {
    if (this.#clicked) throw new Error(`« ${this.#label} » was already clicked`);
    this.#clicked = true;
    await this.#control.click({ timeout: patience });
  }
}
