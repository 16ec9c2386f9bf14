import type { Frame, Locator } from 'playwright';

/** Returns the visible texts of some elements, for messages that list what was there. */
export async function shownTexts(elements: Locator, limit = 60): Promise<string[]> {
  const texts = await elements.evaluateAll((found) =>
    found
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => element.textContent.replace(/\s+/gu, ' ').trim()),
  );
  return [...new Set(texts)].filter((text) => text !== '').slice(0, limit);
}

/** Returns a page's title and headings, to report which page is shown instead. */
export async function headingsOf(view: Frame): Promise<string[]> {
  const texts = await view
    .locator('title, h1, h2, h3, [role=heading]')
    .evaluateAll((headings) =>
      headings.map((heading) => heading.textContent.replace(/\s+/gu, ' ').trim()),
    )
    // A page that is being left has no headings to give; the current error matters more.
    .catch(() => []);
  return [...new Set(texts)].filter((text) => text !== '').slice(0, 8);
}

/** Returns the words of every visible element of a page that is pressed. */
export async function pressableWords(view: Frame): Promise<string[]> {
  return view
    .locator('button, input[type=submit], input[type=button], a, [role=button]')
    .filter({ visible: true })
    .evaluateAll((found) =>
      found.map((one) => (one instanceof HTMLInputElement ? one.value : one.textContent)),
    );
}
