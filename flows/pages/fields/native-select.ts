import type { Locator } from 'playwright';
import { theOneOption } from './choice.ts';
import type { OptionMatch } from './options.ts';

/** Chooses in an ordinary `<select>` by what the option shows. */
export async function chooseInNativeSelect(
  select: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const texts = await select.locator('option').allTextContents();
  await select.selectOption({ index: theOneOption(texts, match, label) });
}

export async function readNativeSelect(select: Locator): Promise<string> {
  return select.evaluate((element) =>
    element instanceof HTMLSelectElement
      ? (element.selectedOptions[0]?.textContent ?? '').trim()
      : '',
  );
}
