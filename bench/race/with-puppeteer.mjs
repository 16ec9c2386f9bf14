// The steps as a plain Puppeteer script takes them.
import puppeteer from 'puppeteer-core';
import { CLICKABLE, PLACES } from './places.mjs';
import { CONTACT, EDITOR, USAGE } from './procedure.mjs';

export async function start({ url, cookies, browserPath, isRoot }) {
  const browser = await puppeteer.launch({
    executablePath: browserPath,
    headless: 'shell',
    defaultViewport: { width: 1280, height: 900 },
    args: isRoot ? ['--no-sandbox', '--lang=fr-FR'] : ['--lang=fr-FR'],
  });
  await browser.setCookie(...cookies);
  const [page] = await browser.pages();
  return {
    steps: stepsIn(browser, page, url),
    calls: await countSends(page),
    close: () => browser.close(),
  };
}

/** Every session of a browser sends through its one connection. */
async function countSends(page) {
  const session = await page.createCDPSession();
  const connection = session.connection();
  await session.detach();
  let sent = 0;
  const send = connection._rawSend.bind(connection);
  connection._rawSend = (...message) => {
    sent += 1;
    return send(...message);
  };
  return () => sent;
}

function stepsIn(browser, page, url) {
  let tab;
  const openApplication = async (card) => {
    await page.goto(url);
    await page.locator(xpath(CLICKABLE.domain)).click();
    await page.locator(xpath(card)).click();
  };
  return {
    async openConnections() {
      const opened = new Promise((resolve) => browser.once('targetcreated', resolve));
      await openApplication(CLICKABLE.connectionsApplication);
      tab = await (await opened).page();
      await tab.locator(xpath(CLICKABLE.connectionsMenu)).click();
      await tab.waitForSelector(PLACES.declare, { visible: true });
    },
    async readConnections(siret) {
      await search(tab, PLACES.structureFilter, siret);
      await Promise.all([tab.waitForNavigation(), tab.locator(PLACES.apply).click()]);
      return texts(tab, PLACES.rows);
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
      await tab.waitForSelector(PLACES.declared, { visible: true });
    },
    async openAccountForm() {
      if (!tab.isClosed()) await tab.close();
      await openApplication(CLICKABLE.accountApplication);
    },
    async chooseStructure(siret) {
      await page.locator(PLACES.requestType).click();
      await page.locator(xpath(CLICKABLE.creation)).click();
      await page.locator(PLACES.accountStructure).click();
      await page.locator(PLACES.accountSearch).fill(siret);
      await page.locator(`${PLACES.accountFound} ::-p-text(${siret})`).click();
      await page.waitForFunction(isFilled, {}, PLACES.password);
    },
    async capture() {
      const login = await page.$eval(PLACES.login, ({ value }) => value);
      return { login, password: await page.$eval(PLACES.password, ({ value }) => value) };
    },
    readAccounts: () => texts(page, PLACES.accountRows),
    async submit() {
      await page.locator(PLACES.submit).click();
      await page.waitForSelector(PLACES.submitted, { visible: true });
    },
  };
}

async function search(tab, list, text) {
  await tab.locator(list).click();
  await tab.locator(PLACES.search).fill(text);
  await tab.locator(PLACES.found).click();
}

function texts(page, selector) {
  return page.$$eval(selector, (found) => found.map(({ innerText }) => innerText));
}

function xpath(path) {
  return `::-p-xpath(${path})`;
}

/** Runs inside the page. */
function isFilled(selector) {
  return (document.querySelector(selector)?.value ?? '') !== '';
}
