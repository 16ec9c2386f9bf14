import type { ElementHandle, Locator } from 'playwright';
import { safeMessage } from '../../errors/safe-message.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { Secret } from '../../secrets/secret.ts';
import { trafficOf } from '../../browser/traffic.ts';
import { readSecretFrom } from '../../browser/secret-channel.ts';
import {
  claimsOn,
  fieldNames,
  isPlain,
  namedOf,
  TEXT_RANK,
  type Claims,
} from '../../seeing/fields.ts';
import { describe, numbered } from '../../seeing/describe.ts';
import type { Look } from '../../seeing/look.ts';
import { lookAt, type Scope } from '../../seeing/look-at.ts';
import { nearest } from '../../seeing/nearest.ts';
import { listsOver } from '../../seeing/open-lists.ts';
import type { ShownSecret } from '../../seeing/shown-password.ts';
import { isWordedAs, withoutLabel } from '../../seeing/wording-match.ts';
import type { Wording } from '../../seeing/wording.ts';
import { thingsFitting, type Clues } from '../../teaching/clues.ts';
import { leaveList } from '../control.ts';
import {
  cluesFor,
  keyOf,
  notFitting,
  tabOf,
  timeoutIn,
  wordsFor,
  type Sought,
} from '../knowledge.ts';
import { DETACHED, SeenElement } from '../seen-element.ts';
import { orTaught } from '../teach.ts';
import { waitFor } from '../wait-for.ts';
import { theOneOption } from './choice.ts';
import { factsOf, type FieldFacts, type FieldKind } from './field-facts.ts';
import { chooseInOpenList, chooseSuggestion } from './open-list.ts';
import { describeOption, optionMatches, type OptionMatch } from './field-options.ts';
import { frameOf } from './frame.ts';
import { chooseRadio } from './radios.ts';
import { chooseInSelect2 } from './select2.ts';
import { contentAfterLabel } from './shown-text.ts';

/** A field that a label names, as the latest look saw it: lost once the page renders it again. */
export interface SeenField extends Pick<FieldFacts, 'kind' | 'shown' | 'options'> {
  readonly element: SeenElement;
  /** Its kind, its words and the words beside it, for messages. */
  readonly described: () => string;
  /** True if an open list covers it. */
  readonly isUnderList: boolean;
}

/** Timeout for a field to appear, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Attempts on a field that is rendered again and again. */
const MAX_TRIES = 5;

/** A labelled field of a form, of any technical kind: filled, chosen in and read back as shown. */
export class Field {
  readonly label: string;
  readonly #wording: Wording;
  readonly #scope: Scope;
  readonly #where: string;

  /** @param where name of the form or page, for messages. */
  constructor(scope: Scope, wording: Wording, where: string) {
    this.label = wording[0];
    this.#wording = wording;
    this.#scope = scope;
    this.#where = where;
  }

  /**
   * Returns everything that the label names now.
   * @param withShown false if the value may be a secret: Playwright records what it reads.
   * @param look the latest one, if there is one.
   */
  async seen(withShown: boolean, look?: Look): Promise<SeenField[]> {
    let latest = look;
    const all = await waitFor(async () => {
      const seen = await this.#seenIn(withShown, latest);
      latest = undefined;
      return seen;
    }, TIMEOUT_MS);
    return all ?? [];
  }

  /** Returns the only field of that label, for one action; undefined without such a field. */
  async locator(): Promise<Locator | undefined> {
    return (await this.#only())?.element.locator;
  }

  /**
   * Returns the handle of that field as it is now, with the frame around its input if it has one.
   * @param look the latest one, if there is one.
   */
  async handle(look?: Look): Promise<ElementHandle | undefined> {
    const field = await (await this.#only(look))?.element.handle();
    return (await field?.evaluateHandle(frameOf))?.asElement() ?? field;
  }

  async #only(look?: Look): Promise<SeenField | undefined> {
    const [one, ...others] = await this.seen(false, look);
    return others.length === 0 ? one : undefined;
  }

  /**
   * Waits until the label names one visible control, or one text in place of a control.
   * @throws RaccordError CONTROL_NOT_FOUND with the labels that are there, or CONTROL_AMBIGUOUS.
   */
  async expectOne(timeoutMs?: number): Promise<void> {
    await this.#one(false, timeoutMs);
  }

  /**
   * Returns whether the label names a control; a text alone is not a form.
   * @param before the latest look, if there is one.
   */
  async isPresent(before?: Look): Promise<boolean> {
    let latest = before;
    const isThere = await waitFor(
      async () => {
        const look = latest ?? (await lookAt(this.#scope));
        latest = undefined;
        const { claims } = this.#claimsOn(look);
        if (claims.some(({ by }) => by === 'name')) return true;
        const all = await this.#seenIn(false, look, false);
        return all?.some(({ kind }) => kind !== 'shown-text');
      },
      timeoutIn(this.#scope, TIMEOUT_MS),
    );
    return isThere === true;
  }

  /**
   * Types a text, leaves the field (facts/dom.md section 2) and reads it back. If the page offers a
   * list instead, the text is chosen there; if it shows the text already and has no input, it is
   * left alone.
   * @throws RaccordError ACTION_FAILED, OPTION_NOT_FOUND or READ_BACK_DIFFERS.
   */
  async fill(text: string): Promise<void> {
    await this.type(text);
    await leaveField(this.#scope);
    await this.expectShows(text);
  }

  /**
   * Types a text without leaving the field and reading it back: a form's fields are left for the
   * next one, and read back together.
   * @param look one that several fields are found in.
   */
  async type(text: string, look?: Look): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const latest = tries === 1 ? look : undefined;
      const { kind, element } = await this.#one(false, TIMEOUT_MS, latest);
      if (kind === 'shown-text') return;
      if (kind !== 'text') {
        await this.choose({ worded: [text] });
        return;
      }
      try {
        return await element.fill(text);
      } catch (error) {
        const reason = safeMessage(error);
        if (!DETACHED.test(reason) || tries === MAX_TRIES) throw this.#failed('fill', reason);
      }
    }
  }

  /**
   * @param look one that several fields are read from.
   * @throws RaccordError READ_BACK_DIFFERS if the field shows another text.
   */
  async expectShows(text: string, look?: Look): Promise<void> {
    const { kind, shown } = await this.#one(true, TIMEOUT_MS, look);
    const isList = kind !== 'text' && kind !== 'shown-text';
    // A look may be too early, and collapses double spaces.
    if (shown !== text && look !== undefined) return this.expectShows(text);
    if (shown === text || (isList && isWordedAs(shown, [text]))) return;
    throw new RaccordError('READ_BACK_DIFFERS', { label: this.label, meant: text, shown });
  }

  /**
   * Makes the field show the option, and reads it back. A field that already shows it, even a
   * read-only one, is left alone.
   * @param look the latest one, if there is one.
   * @returns false if it was left alone.
   * @throws RaccordError OPTION_NOT_FOUND with the options, ACTION_FAILED or READ_BACK_DIFFERS.
   */
  async choose(match: OptionMatch, look?: Look): Promise<boolean> {
    let latest = look;
    const chosenIn = await orTaught(
      this.#scope,
      () => this.#soughtOption(match),
      async () => {
        const meant = this.#meant(match);
        let seen = await this.#one(true, TIMEOUT_MS, latest);
        if (optionMatches(seen.shown, meant)) return undefined;
        // A look does not tell an input that opens a list from one that is typed in.
        if (latest !== undefined && seen.kind === 'text') seen = await this.#one(true);
        latest = undefined;
        return this.#act('choose', () => this.#chooseFrom(seen, meant)).catch((error: unknown) => {
          throw meant === match ? error : this.#asTaught(error, match);
        });
      },
    );
    if (chosenIn === undefined) return false;
    if (!(await this.#shows(chosenIn, match))) await this.expectChosen(match);
    return true;
  }

  /** Returns whether the field is still there and shows the option: no look is needed then. */
  async #shows(seen: SeenField, match: OptionMatch): Promise<boolean> {
    const [now] = await withFacts(seen, true);
    return now !== undefined && optionMatches(this.#asSeen(now).shown, this.#meant(match));
  }

  /** Returns the option as it was taught, if it was. */
  #meant(match: OptionMatch): OptionMatch {
    const sought = this.#soughtOption(match);
    const words = sought && wordsFor(this.#scope, sought);
    return words === undefined ? match : { worded: words };
  }

  /** Returns the option to teach: by its own wording or, if it is configured, by its list's. */
  #soughtOption(match: OptionMatch): Sought | undefined {
    if (!('worded' in match)) return undefined;
    const kind = 'option';
    const own = { kind, wording: match.worded, where: this.#where } as const;
    if (keyOf(this.#scope, own) !== undefined) return own;
    if (match.isPortals !== true) return undefined;
    return { kind, wording: this.#wording, where: this.#where, meant: match.worded[0] };
  }

  #asTaught(error: unknown, match: OptionMatch): unknown {
    const sought = this.#soughtOption(match);
    if (!isRaccordError(error) || sought === undefined) return error;
    if (error.code === 'OPTION_NOT_FOUND') return notFitting(this.#scope, sought, []);
    if (error.code !== 'CONTROL_AMBIGUOUS') return error;
    return notFitting(this.#scope, sought, error.details.matches);
  }

  /**
   * @param look one that several fields are read from.
   * @throws RaccordError READ_BACK_DIFFERS if the field shows another option.
   */
  async expectChosen(match: OptionMatch, look?: Look): Promise<void> {
    if (look !== undefined && optionMatches(this.#told(look), this.#meant(match))) return;
    const shown = await this.read(look);
    if (optionMatches(shown, this.#meant(match))) return;
    const meant = describeOption(match);
    throw new RaccordError('READ_BACK_DIFFERS', { label: this.label, meant, shown });
  }

  /**
   * Returns the displayed value. Not for secrets: Playwright records what it reads.
   * @param look one that several fields are read from.
   */
  async read(look?: Look): Promise<string> {
    return (await this.#one(true, TIMEOUT_MS, look)).shown;
  }

  /**
   * Returns the texts of all options, if the page holds them; `undefined` if they load only when
   * the list is opened.
   */
  async options(): Promise<readonly string[] | undefined> {
    const { options } = await this.#one(true);
    return options.length > 1 ? options : undefined;
  }

  /**
   * Returns the value as a secret, without leaving a trace in recordings.
   * @param look one that several fields are read from.
   */
  async readSecret(look?: Look): Promise<ShownSecret> {
    for (let tries = 1; ; tries += 1) {
      const latest = tries === 1 ? look : undefined;
      const { kind, element } = await this.#one(false, TIMEOUT_MS, latest);
      const read = await readSecretFrom(element, tabOf(this.#scope)).catch((error: unknown) => {
        const isGone = DETACHED.test(safeMessage(error)) || isUnreadable(error);
        if (isGone && tries < MAX_TRIES) return undefined;
        throw error;
      });
      if (read === undefined) continue;
      if (kind !== 'shown-text') return read;
      return { ...read, secret: new Secret(withoutLabel(read.secret.reveal(), this.#wording)) };
    }
  }

  /**
   * @param withTexts false if a text in place of a field does not count.
   * @returns undefined if the seen elements are gone already: look again.
   */
  async #seenIn(
    withShown: boolean,
    before?: Look,
    withTexts = true,
  ): Promise<SeenField[] | undefined> {
    const look = before ?? (await lookAt(this.#scope));
    const found = this.#claimsOn(look);
    const located = found.claims.map((claim) => {
      const element = SeenElement.of(this.#scope, claim.thing, this.label);
      const described = (): string => describe(look, claim.thing);
      const isUnderList = listsOver(look, claim.thing).length > 0;
      return { claim, element, described, isUnderList };
    });
    const [plain] = located;
    // A text input with that exact name needs no request to the page. But a look collapses double
    // spaces, and has no value for elements that are not inputs.
    const value = plain?.claim.thing.value;
    const isTold = before !== undefined && value?.isEmpty === false;
    if (plain !== undefined && isPlain(found) && (isTold || !withShown)) {
      const shown = withShown ? (value?.reveal() ?? '') : '';
      return [{ ...plain, kind: 'text', shown, options: [] }];
    }
    const examined = (await Promise.all(located.map((one) => withFacts(one, withShown)))).flat();
    if (examined.length < located.length) return undefined;
    const seen = examined.filter(({ facts }) => !facts.isClipped);
    const { rank, fields } = namedOf(seen, found.labelsLeft, this.#wording);
    // Without a label there is no block in place of a field either.
    if (fields.length === 0 && !withTexts && found.labelsLeft === 0) return [];
    const isSure = rank < TEXT_RANK || this.#clues() !== undefined;
    const texts = isSure ? [] : await this.#behindLabels(withShown);
    return (texts.length > 0 ? texts : fields).map((one) => this.#asSeen(one));
  }

  /** Returns the value of the only field of that name as the look tells it; empty if it does not. */
  #told(look: Look): string {
    const { claims } = this.#claimsOn(look);
    const [one, ...others] = claims;
    if (one === undefined || others.length > 0 || one.by !== 'name') return '';
    return one.thing.value?.reveal() ?? '';
  }

  #clues(): Clues | undefined {
    return cluesFor(this.#scope, { kind: 'field', wording: this.#wording });
  }

  /** Returns what was taught for this page; what the wording names only if nothing was. */
  #claimsOn(look: Look): Claims {
    const clues = this.#clues();
    if (clues === undefined) return claimsOn(look, this.#wording);
    const claims = thingsFitting(look, 'field', clues).map(
      (thing) => ({ thing, by: 'name', between: '', isAtLabel: true }) as const,
    );
    return { claims, labelsLeft: 0 };
  }

  /** Returns the contents in place of a field after the labels. */
  async #behindLabels(withShown: boolean): Promise<Found[]> {
    const texts = await contentAfterLabel(this.#scope, this.#wording);
    const described = (): string => `text « ${this.label} »`;
    const found = texts.map((locator) => {
      const element = SeenElement.at(this.#scope, locator);
      return withFacts({ element, described, isUnderList: false }, withShown);
    });
    return (await Promise.all(found)).flat();
  }

  #asSeen({ facts: { kind, options, shown }, ...found }: Found): SeenField {
    const own = HAS_LABEL.has(kind) ? withoutLabel(shown, this.#wording) : shown;
    return { ...found, kind, options, shown: own };
  }

  /**
   * Looks until the label names one field.
   * @throws RaccordError CONTROL_NOT_FOUND with the labels that are there, or CONTROL_AMBIGUOUS.
   */
  async #one(withShown: boolean, timeoutMs = TIMEOUT_MS, before?: Look): Promise<SeenField> {
    const sought = { kind: 'field', wording: this.#wording, where: this.#where } as const;
    const within = timeoutIn(this.#scope, timeoutMs);
    return orTaught(
      this.#scope,
      () => sought,
      () => this.#oneKnown(sought, withShown, within, before),
    );
  }

  /** Looks until the label names one field, without asking a person. */
  async #oneKnown(
    sought: Sought,
    withShown: boolean,
    timeoutMs: number,
    before?: Look,
  ): Promise<SeenField> {
    let look = before;
    const { label } = this;
    const where = this.#where;
    const found = await waitFor(async () => {
      const all = await this.#seenIn(withShown, look);
      look = undefined;
      const [one, ...others] = all ?? [];
      if (others.length === 0) return one;
      const matches = describedApart(all ?? []);
      if (this.#clues() !== undefined) throw notFitting(this.#scope, sought, matches);
      throw new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches });
    }, timeoutMs);
    if (found !== undefined) return found;
    if (this.#clues() !== undefined) throw notFitting(this.#scope, sought, []);
    const present = nearest(this.#wording, fieldNames(await lookAt(this.#scope)));
    throw new RaccordError('CONTROL_NOT_FOUND', { label, where, present });
  }

  /**
   * Chooses the option. A list rendered again meanwhile, or closed with a dialog over it, is tried
   * again: choosing writes nothing.
   * @returns the field in which the option was chosen.
   */
  async #chooseFrom(first: SeenField, match: OptionMatch): Promise<SeenField> {
    let seen = first;
    if (seen.isUnderList) {
      await leaveList(seen.element);
      seen = await this.#one(true);
    }
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#chooseIn(seen, match);
        return seen;
      } catch (error) {
        if (isRaccordError(error) && !hasNothing(error)) throw error;
        // A page that is still loading renders its lists more than once.
        if (tries >= (DETACHED.test(safeMessage(error)) ? MAX_TRIES : 2)) throw error;
        await leaveList(seen.element);
        seen = await this.#one(true);
      }
    }
  }

  async #chooseIn({ kind, options, element }: SeenField, match: OptionMatch): Promise<void> {
    const { label } = this;
    trafficOf(tabOf(this.#scope)).act();
    switch (kind) {
      case 'native-select':
        return chooseInNativeSelect(element.locator, options, match, label);
      case 'select2-3':
      case 'select2-4':
        return chooseInSelect2(
          element,
          { page: tabOf(this.#scope), scope: this.#scope, version: kind },
          match,
          label,
        );
      case 'radios':
        return chooseRadio(element.locator, options, match, label);
      case 'list':
        return chooseInOpenList(element, match, label);
      case 'text':
        // A read-only field with the portal's own value is only read back.
        return (await element.locator.isEditable())
          ? chooseSuggestion(element, match, label)
          : undefined;
      case 'shown-text':
        return undefined;
    }
  }

  /** Runs an action; Playwright's message on failure is kept only as the cause. */
  async #act<T>(verb: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw isRaccordError(error) ? error : this.#failed(verb, safeMessage(error));
    }
  }

  #failed(verb: string, reason: string): AnyRaccordError {
    const action = `${verb} « ${this.label} » (${this.#where})`;
    return new RaccordError('ACTION_FAILED', { action, reason });
  }
}

/** Leaves the field that has the focus as a person would: ServiceNow takes its value then. */
export async function leaveField(scope: Scope): Promise<void> {
  await tabOf(scope).keyboard.press('Tab');
}

/** Describes fields with the same label so that a person can tell them apart. */
export function describedApart(fields: readonly SeenField[]): string[] {
  return numbered(fields.map(({ described }) => described()));
}

/** A found field, with the page's data on it. */
interface Found extends Pick<SeenField, 'element' | 'described' | 'isUnderList'> {
  readonly facts: FieldFacts;
}

/** Adds the page's data on a field; returns an empty array if the field is gone. */
async function withFacts<T extends Pick<SeenField, 'element'>>(
  one: T,
  withShown: boolean,
): Promise<(T & { readonly facts: FieldFacts })[]> {
  try {
    const facts = await factsOf(one.element, withShown);
    return facts === undefined ? [] : [{ ...one, facts }];
  } catch (error) {
    if (DETACHED.test(safeMessage(error))) return [];
    throw error;
  }
}

/** Kinds of fields whose displayed value may include their label. */
const HAS_LABEL = new Set<FieldKind>(['list', 'shown-text']);

/** Returns whether a field was rendered again while it was read. */
function isUnreadable(error: unknown): boolean {
  return isRaccordError(error) && error.code === 'CREDENTIAL_UNREADABLE';
}

/** Returns whether a list offered no option at all, as a closed list does. */
function hasNothing(error: AnyRaccordError): boolean {
  return error.code === 'OPTION_NOT_FOUND' && error.details.present.length === 0;
}

/** Chooses in an ordinary `<select>` by the displayed option. */
async function chooseInNativeSelect(
  select: Locator,
  texts: readonly string[],
  match: OptionMatch,
  label: string,
): Promise<void> {
  await select.selectOption({ index: theOneOption(texts, match, label) });
}
