import type { Locator } from 'playwright';

/** Returns the visible texts of some elements, for messages that list what was there. */
export async function shownTexts(elements: Locator, limit = 60): Promise<string[]> {
  const texts = await elements.evaluateAll((found) =>
    found
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => element.textContent.replace(/\s+/gu, ' ').trim()),
  );
  return [...new Set(texts)].filter((text) => text !== '').slice(0, limit);
}
