import type { Locator } from 'playwright';
import { theOneOption } from './choice.ts';
import type { OptionMatch } from './options.ts';

const RADIOS = 'input[type=radio], [role=radio]';

/** Chooses among radio buttons by the words that stand with each. */
export async function chooseRadio(
  group: Locator,
  match: OptionMatch,
  label: string,
): Promise<void> {
  const index = theOneOption(await radioTexts(group), match, label);
  const radio = group.locator(RADIOS).nth(index);
  const isShown = await radio.evaluate((element) => element.getBoundingClientRect().width > 2);
  if (isShown) return radio.check();
  // One that is drawn anew is clicked where a person would: on its words.
  const words = await radio.evaluateHandle(wordsElement);
  await words.click();
}

/** The words of the chosen one; empty where none is. */
export async function readRadios(group: Locator): Promise<string> {
  const radios = group.locator(RADIOS);
  const chosen = await radios.evaluateAll((all) =>
    all.findIndex((radio) =>
      radio instanceof HTMLInputElement
        ? radio.checked
        : radio.getAttribute('aria-checked') === 'true',
    ),
  );
  return chosen === -1 ? '' : ((await radioTexts(group))[chosen] ?? '');
}

/** The words that stand with each radio button, in their order. */
export async function radioTexts(group: Locator): Promise<string[]> {
  return group.locator(RADIOS).evaluateAll((radios) =>
    radios.map((radio) => {
      const own = radio.getAttribute('aria-label') ?? '';
      const labels = radio instanceof HTMLInputElement ? [...(radio.labels ?? [])] : [];
      const marked = [own, ...labels.map(({ textContent }) => textContent), radio.textContent];
      const text = marked.find((words) => words.trim() !== '');
      // Without markup: what is written between this one and the next.
      let words = text ?? '';
      for (
        let next = radio.nextSibling;
        text === undefined && next !== null && !(radios as Node[]).includes(next);
        next = next.nextSibling
      ) {
        words += ` ${next.textContent ?? ''}`;
      }
      return words.replace(/\s+/gu, ' ').trim();
    }),
  );
}

/** Runs inside the page. */
function wordsElement(radio: SVGElement | HTMLElement): SVGElement | HTMLElement {
  const labels = radio instanceof HTMLInputElement ? radio.labels : null;
  return labels?.[0] ?? radio.parentElement ?? radio;
}
