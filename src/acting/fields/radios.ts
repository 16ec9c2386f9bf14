import type { Locator } from 'playwright';
import { theOneOption } from './choice.ts';
import type { OptionMatch } from './field-options.ts';

const RADIOS = 'input[type=radio], [role=radio]';

/** Chooses among radio buttons by the words beside each, in their order. */
export async function chooseRadio(
  group: Locator,
  texts: readonly string[],
  match: OptionMatch,
  label: string,
): Promise<void> {
  const index = theOneOption(texts, match, label);
  const radio = group.locator(RADIOS).nth(index);
  const isShown = await radio.evaluate(
    (element) =>
      element.getBoundingClientRect().width > 2 &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
  );
  if (isShown) return radio.check();
  // A radio drawn by its label is clicked where a person would: on its words.
  const words = await radio.evaluateHandle(wordsElement);
  await words.click();
}

/** Runs inside the page. */
function wordsElement(radio: SVGElement | HTMLElement): SVGElement | HTMLElement {
  const labels = radio instanceof HTMLInputElement ? radio.labels : null;
  return labels?.[0] ?? radio.parentElement ?? radio;
}
