import type { FrameLocator, Locator, Page } from 'playwright';
import { causeOf } from '../../../src/domain/cause.ts';
import { isRaccordError, RaccordError } from '../../../src/domain/errors.ts';
import type { Secret } from '../../../src/domain/secret.ts';
import { readSecret } from '../../../src/browser/secret-channel.ts';
import { shownTexts } from '../page-errors.ts';
import { normalise } from '../wording-match.ts';
import type { Wording } from '../wordings.ts';
import { chooseInNativeSelect, readNativeSelect } from './native-select.ts';
import { chooseInSelect2, readSelect2 } from './select2.ts';
import { fieldSelector } from './field-engine.ts';
import { describeOption, optionMatches, type OptionMatch } from './options.ts';

type Scope = Page | FrameLocator | Locator;

type FieldKind = 'text' | 'native-select' | 'select2-3' | 'select2-4';

/** One labelled field of a form, whatever it is made of: filled, chosen in and read back as shown. */
export class Field {
  readonly label: string;
  readonly locator: Locator;
  readonly #scope: Scope;
  readonly #where: string;

  /** @param where name of the form or page, for messages. */
  constructor(scope: Scope, wording: Wording, where: string) {
    this.label = wording[0];
    this.#scope = scope;
    this.#where = where;
    this.locator = scope.locator(fieldSelector(wording.map(normalise))).describe(this.label);
  }

  /**
   * Waits until the label names one visible control.
   * @throws RaccordError CONTROL_NOT_FOUND with the labels that are there, or CONTROL_AMBIGUOUS.
   */
  async expectOne(timeout?: number): Promise<void> {
    const first = this.locator.first();
    const seen = await first
      .waitFor({ state: 'visible', ...(timeout !== undefined && { timeout }) })
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    const matches = await this.locator.evaluateAll((found) =>
      found.map((element) => `${element.tagName.toLowerCase()}#${element.id}`),
    );
    const { label } = this;
    const where = this.#where;
    if (matches.length > 1) throw new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches });
    // None although it was seen: the page has gone since.
    if (seen !== undefined || matches.length === 0) {
      const present = await shownTexts(this.#scope.locator('label'));
      throw new RaccordError('CONTROL_NOT_FOUND', { label, where, present }, seen?.error);
    }
  }

  async isPresent(): Promise<boolean> {
    return (await this.locator.count()) > 0;
  }

  /**
   * Types a text, leaves the field as a person would (ServiceNow takes a value on blur:
   * facts/dom.md section 2) and reads it back.
   * @throws RaccordError ACTION_FAILED or READ_BACK_DIFFERS.
   */
  async fill(text: string): Promise<void> {
    await this.expectOne();
    await this.#act('fill', async () => {
      await this.locator.fill(text);
      await this.locator.press('Tab');
    });
    const shown = await this.read();
    if (shown !== text) {
      throw new RaccordError('READ_BACK_DIFFERS', { label: this.label, meant: text, shown });
    }
  }

  /**
   * Makes the field show the option meant, and reads it back. A field that already shows it, even a
   * read-only one, is left alone.
   * @throws RaccordError OPTION_NOT_FOUND with the options there are, ACTION_FAILED or READ_BACK_DIFFERS.
   */
  async choose(match: OptionMatch): Promise<void> {
    await this.expectOne();
    if (optionMatches(await this.read(), match)) return;
    const kind = await this.#kind();
    await this.#act('choose', () => {
      if (kind === 'native-select') return chooseInNativeSelect(this.locator, match, this.label);
      if (kind === 'text') return Promise.resolve();
      return chooseInSelect2(this.locator, kind, match, this.label);
    });
    const shown = await this.read();
    if (!optionMatches(shown, match)) {
      throw new RaccordError('READ_BACK_DIFFERS', {
        label: this.label,
        meant: describeOption(match),
        shown,
      });
    }
  }

  /** What the field shows now. Not for secrets: Playwright records what it reads. */
  async read(): Promise<string> {
    await this.expectOne();
    const kind = await this.#kind();
    if (kind === 'text') return this.locator.inputValue();
    if (kind === 'native-select') return readNativeSelect(this.locator);
    return readSelect2(this.locator, kind);
  }

  /**
   * The texts of all options, where the page holds them; undefined where they are asked for only
   * once the list is opened.
   */
  async options(): Promise<string[] | undefined> {
    await this.expectOne();
    const texts = await this.locator.evaluate((element) => {
      // A widget of select2 4 stands after the select that it hides (facts/dom.md section 2).
      const select = element.matches('select') ? element : element.previousElementSibling;
      return select instanceof HTMLSelectElement
        ? [...select.options].map((option) => option.text.trim())
        : [];
    });
    return texts.length > 1 ? texts : undefined;
  }

  /** The value, through the channel that leaves no trace. */
  async readSecret(): Promise<Secret> {
    await this.expectOne();
    return readSecret(this.locator);
  }

  async #kind(): Promise<FieldKind> {
    return this.locator.evaluate((element) => {
      if (element.matches('select')) return 'native-select';
      if (element.querySelector('.select2-choice') !== null) return 'select2-3';
      if (element.querySelector('.select2-selection') !== null) return 'select2-4';
      return 'text';
    });
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
