import type { Locator } from 'playwright';
import { RaccordError } from '../../../src/domain/errors.ts';
import { describeOption, optionMatches, type OptionMatch } from './options.ts';

/** Chooses in an ordinary `<select>` by what the option shows. */
export async function chooseInNativeSelect(
  select: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const texts = await select.locator('option').allTextContents();
  const matching = texts.flatMap((text, at) => (optionMatches(text, match) ? [at] : []));
  const [index] = matching;
  if (index === undefined) {
    throw new RaccordError('OPTION_NOT_FOUND', {
      label,
      option: describeOption(match),
      present: texts.map((text) => text.trim()).filter((text) => text !== ''),
    });
  }
  if (matching.length > 1) {
    const matches = matching.map((at) => (texts[at] ?? '').trim());
    throw new RaccordError('CONTROL_AMBIGUOUS', {
      label: describeOption(match),
      where: label,
      matches,
    });
  }
  await select.selectOption({ index });
}

export async function readNativeSelect(select: Locator): Promise<string> {
  return select.evaluate((element) =>
    element instanceof HTMLSelectElement
      ? (element.selectedOptions[0]?.textContent ?? '').trim()
      : '',
  );
}
