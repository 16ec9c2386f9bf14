import type { Locator } from 'playwright';
import { causeOf } from '../../../src/domain/cause.ts';
import { isRaccordError, RaccordError } from '../../../src/domain/errors.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { readSecret } from '../../../src/browser/secret-channel.ts';
import { labelsNear } from '../page-errors.ts';
import type { Scope } from '../../../src/seeing/look-at.ts';
import { isWordedAs, withoutLabel } from '../../../src/seeing/wording-match.ts';
import type { Wording } from '../../../src/seeing/wording.ts';
import { lookAtField, type FieldLook } from './field-look.ts';
import { chooseInOpenList, suggest } from './open-list.ts';
import { chooseRadio } from './radios.ts';
import { chooseInSelect2 } from './select2.ts';
import { fieldSelector } from './field-engine.ts';
import { theOneOption } from './choice.ts';
import { describeOption, optionMatches, type OptionMatch } from './options.ts';

/** One labelled field of a form, whatever it is made of: filled, chosen in and read back as shown. */
export class Field {
  readonly label: string;
  /** The control, or the text that stands in its place. */
  readonly locator: Locator;
  readonly #control: Locator;
  readonly #wording: Wording;
  readonly #scope: Scope;
  readonly #where: string;

  /** @param where name of the form or page, for messages. */
  constructor(scope: Scope, wording: Wording, where: string) {
    this.label = wording[0];
    this.#wording = wording;
    this.#scope = scope;
    this.#where = where;
    this.locator = scope.locator(fieldSelector(wording, true)).describe(this.label);
    this.#control = scope.locator(fieldSelector(wording, false)).describe(this.label);
  }

  /**
   * Waits until the label names one visible control, or one text in a control's place.
   * @throws RaccordError CONTROL_NOT_FOUND with the labels that are there, or CONTROL_AMBIGUOUS.
   */
  async expectOne(timeout?: number): Promise<void> {
    await this.#look(false, timeout);
  }

  /** True where the label names a control; a text alone is no form. */
  async isPresent(): Promise<boolean> {
    return (await this.#control.count()) > 0;
  }

  /**
   * Types a text, leaves the field as a person would (ServiceNow takes a value on blur:
   * facts/dom.md section 2) and reads it back. Where the page offers a list instead, the text is
   * chosen there; where it shows the text already and nothing to type in, it is left alone.
   * @throws RaccordError ACTION_FAILED, OPTION_NOT_FOUND or READ_BACK_DIFFERS.
   */
  async fill(text: string): Promise<void> {
    const { kind } = await this.#look(false);
    if (kind !== 'text' && kind !== 'shown-text') return this.choose({ worded: [text] });
    if (kind === 'text') {
      await this.#act('fill', async () => {
        await this.locator.fill(text);
        await this.locator.press('Tab');
      });
    }
    await this.expectShows(text);
  }

  /** @throws RaccordError READ_BACK_DIFFERS where the field shows another text. */
  async expectShows(text: string): Promise<void> {
    const { kind, shown } = await this.#look(true);
    const isList = kind !== 'text' && kind !== 'shown-text';
    if (shown === text || (isList && isWordedAs(shown, [text]))) return;
    throw new RaccordError('READ_BACK_DIFFERS', { label: this.label, meant: text, shown });
  }

  /**
   * Makes the field show the option meant, and reads it back. A field that already shows it, even a
   * read-only one, is left alone.
   * @throws RaccordError OPTION_NOT_FOUND with the options there are, ACTION_FAILED or READ_BACK_DIFFERS.
   */
  async choose(match: OptionMatch): Promise<void> {
    const look = await this.#look(true);
    if (optionMatches(look.shown, match)) return;
    await this.#act('choose', async () => {
      await this.#chooseIn(look, match).catch(async (error: unknown) => {
        if (isRaccordError(error) && !hasNothing(error)) throw error;
        // A list that was drawn anew under the hand, or closed with the dialog that came over it:
        // choosing writes nothing, so it is done again.
        await this.locator.page().keyboard.press('Escape');
        await this.#chooseIn(await this.#look(true), match);
      });
    });
    await this.expectChosen(match);
  }

  /** @throws RaccordError READ_BACK_DIFFERS where the field shows another option. */
  async expectChosen(match: OptionMatch): Promise<void> {
    const shown = await this.read();
    if (optionMatches(shown, match)) return;
    const meant = describeOption(match);
    throw new RaccordError('READ_BACK_DIFFERS', { label: this.label, meant, shown });
  }

  /** What the field shows now. Not for secrets: Playwright records what it reads. */
  async read(): Promise<string> {
    return (await this.#look(true)).shown;
  }

  /**
   * The texts of all options, where the page holds them; undefined where they are asked for only
   * once the list is opened.
   */
  async options(): Promise<readonly string[] | undefined> {
    const { options } = await this.#look(true);
    return options.length > 1 ? options : undefined;
  }

  /** The value, through the channel that leaves no trace. */
  async readSecret(): Promise<Secret> {
    const { kind } = await this.#look(false);
    const read = await readSecret(this.locator);
    if (kind !== 'shown-text') return read;
    return new Secret(withoutLabel(read.reveal(), this.#wording));
  }

  /**
   * Looks until the label names one thing.
   * @param withShown see {@link lookAtField}.
   * @throws RaccordError CONTROL_NOT_FOUND with the labels that are there, or CONTROL_AMBIGUOUS.
   */
  async #look(withShown: boolean, timeout?: number): Promise<FieldLook> {
    let matches = await lookAtField(this.locator, withShown);
    let waited: { readonly error: unknown } | undefined;
    if (matches.length === 0) {
      waited = await this.locator
        .first()
        .waitFor({ state: 'attached', ...(timeout !== undefined && { timeout }) })
        .then(
          () => undefined,
          (error: unknown) => ({ error }),
        );
      matches = await lookAtField(this.locator, withShown);
    }
    const { label } = this;
    const where = this.#where;
    if (matches.length > 1) {
      const tags = matches.map(({ tag }) => tag);
      throw new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches: tags });
    }
    const [one] = matches;
    // None although it was seen: the page has gone since.
    if (waited !== undefined || one === undefined) {
      const present = await labelsNear(this.#scope);
      throw new RaccordError('CONTROL_NOT_FOUND', { label, where, present }, waited?.error);
    }
    const hasLabel = one.kind === 'list' || one.kind === 'shown-text';
    return hasLabel ? { ...one, shown: withoutLabel(one.shown, this.#wording) } : one;
  }

  async #chooseIn({ kind, options }: FieldLook, match: OptionMatch): Promise<void> {
    const { locator, label } = this;
    switch (kind) {
      case 'native-select':
        return chooseInNativeSelect(locator, match, label);
      case 'select2-3':
      case 'select2-4':
        return chooseInSelect2(locator, kind, match, label);
      case 'radios':
        return chooseRadio(locator, options, match, label);
      case 'list':
        return chooseInOpenList(locator, match, label);
      case 'text':
        // One that only shows what the portal put there is read back, and that is all.
        return (await locator.isEditable()) ? suggest(locator, match, label) : undefined;
      case 'shown-text':
        return undefined;
    }
  }

  /** Runs an action; what Playwright says when it fails goes no further than its cause. */
  async #act(verb: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (isRaccordError(error)) throw error;
      throw new RaccordError('ACTION_FAILED', {
        action: `${verb} « ${this.label} » (${this.#where})`,
        reason: causeOf(error),
      });
    }
  }
}

/** True where a list offered nothing at all, as one does that is closed. */
function hasNothing(error: RaccordError): boolean {
  return error.is('OPTION_NOT_FOUND') && error.details.present.length === 0;
}

/** Chooses in an ordinary `<select>` by what the option shows. */
async function chooseInNativeSelect(
  select: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const texts = await select.locator('option').allTextContents();
  await select.selectOption({ index: theOneOption(texts, match, label) });
}
