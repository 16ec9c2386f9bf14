import { newContext } from '../../src/browser/launch.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

for (const hasWindow of [true, false]) {
  const title = hasWindow
    ? 'a page in a window tells the browser not to offer a translation'
    : 'without a window the page stays as the portal made it';
  test(title, async ({ robotBrowser }) => {
    const context = await newContext({ ...robotBrowser, hasWindow }, {});
    const page = await context.newPage();
    await page.goto('data:text/html,<title>Portail</title>');
    await expect(page.locator('meta[name=google][content=notranslate]')).toHaveCount(
      hasWindow ? 1 : 0,
    );
    await context.close();
  });
}
