// The steps as a plain Playwright script takes them.
import { chromium } from 'playwright';
import { watchConnection } from './playwright-connection.mjs';
import { CLICKABLE, PLACES } from './places.mjs';
import { CONTACT, EDITOR, USAGE } from './procedure.mjs';

export async function start({ url, cookies, browserPath, isRoot }) {
  const connection = watchConnection();
  const browser = await chromium.launch({ executablePath: browserPath, chromiumSandbox: !isRoot });
  const context = await browser.newContext({ locale: 'fr-FR', viewport: WINDOW });
  await context.addCookies(cookies);
  return {
    steps: stepsIn(await context.newPage(), url),
    calls: () => connection.calls,
    close: () => browser.close(),
  };
}

const WINDOW = { width: 1280, height: 900 };

function stepsIn(page, url) {
  let tab;
  const openApplication = async (card) => {
    await page.goto(url);
    await page.locator(CLICKABLE.domain).click();
    await page.locator(card).click();
  };
  return {
    async openConnections() {
      const opened = page.context().waitForEvent('page');
      await openApplication(CLICKABLE.connectionsApplication);
      tab = await opened;
      await tab.locator(CLICKABLE.connectionsMenu).click();
      await tab.locator(PLACES.declare).waitFor();
    },
    async readConnections(siret) {
      await search(tab, PLACES.structureFilter, siret);
      const before = tab.url();
      await tab.locator(PLACES.apply).click();
      await tab.waitForURL((now) => now.href !== before);
      return tab.locator(PLACES.rows).allInnerTexts();
    },
    async declare({ siret, applicationName }) {
      await tab.locator(PLACES.declare).click();
      await search(tab, PLACES.structure, siret);
      await search(tab, PLACES.usage, USAGE);
      await tab.locator(PLACES.applicationName).fill(applicationName);
      await tab.locator(PLACES.editor).fill(EDITOR);
      await tab.locator(PLACES.contactName).fill(CONTACT.name);
      await tab.locator(PLACES.contactPhone).fill(CONTACT.phone);
      await tab.locator(PLACES.contactEmail).fill(CONTACT.email);
      await tab.locator(PLACES.validate).click();
      await tab.locator(PLACES.declared).waitFor();
    },
    async openAccountForm() {
      if (!tab.isClosed()) await tab.close();
      await openApplication(CLICKABLE.accountApplication);
    },
    async chooseStructure(siret) {
      await page.locator(PLACES.requestType).click();
      await page.locator(CLICKABLE.creation).click();
      await page.locator(PLACES.accountStructure).click();
      await page.locator(PLACES.accountSearch).fill(siret);
      await page.locator(PLACES.accountFound).filter({ hasText: siret }).click();
      await page.waitForFunction(isFilled, PLACES.password);
    },
    async capture() {
      const login = await page.locator(PLACES.login).inputValue();
      return { login, password: await page.locator(PLACES.password).inputValue() };
    },
    readAccounts: () => page.locator(PLACES.accountRows).allInnerTexts(),
    async submit() {
      await page.locator(PLACES.submit).click();
      await page.locator(PLACES.submitted).waitFor();
    },
  };
}

async function search(tab, list, text) {
  await tab.locator(list).click();
  await tab.locator(PLACES.search).fill(text);
  await tab.locator(PLACES.found).filter({ hasText: text }).click();
}

/** Runs inside the page. */
function isFilled(selector) {
  return (document.querySelector(selector)?.value ?? '') !== '';
}
