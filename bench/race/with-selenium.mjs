// The steps as a plain Selenium script takes them.
import { Builder, By, error, until } from 'selenium-webdriver';
import { Options, ServiceBuilder } from 'selenium-webdriver/chrome.js';
import { CLICKABLE, PLACES } from './places.mjs';
import { CONTACT, EDITOR, USAGE } from './procedure.mjs';

const PATIENCE_MS = 30_000;

/** What is not there yet, or was drawn anew: the next try finds it. */
const PASSING = [
  error.NoSuchElementError,
  error.StaleElementReferenceError,
  error.ElementNotInteractableError,
  error.ElementClickInterceptedError,
];

export async function start({ url, cookies, browserPath, driverPath, isRoot }) {
  const options = new Options()
    .setChromeBinaryPath(browserPath)
    .addArguments('--headless', '--lang=fr-FR', '--window-size=1280,900')
    .addArguments(...(isRoot ? ['--no-sandbox'] : []));
  const driver = await new Builder()
    .forBrowser('chrome')
    .setChromeOptions(options)
    .setChromeService(new ServiceBuilder(driverPath))
    .build();
  await driver.sendDevToolsCommand('Network.setCookies', { cookies: cookies.map(forDevTools) });
  return {
    steps: stepsIn(driver, url),
    calls: countCommands(driver),
    close: () => driver.quit(),
  };
}

/** A cookie without an expiry lasts as long as the browser. */
function forDevTools({ name, value, domain, path, httpOnly, sameSite }) {
  return { name, value, domain, path, httpOnly, sameSite };
}

function countCommands(driver) {
  const executor = driver.getExecutor();
  const execute = executor.execute.bind(executor);
  let sent = 0;
  executor.execute = (command) => {
    sent += 1;
    return execute(command);
  };
  return () => sent;
}

function stepsIn(driver, url) {
  let home;
  const does = (by, work) =>
    driver.wait(async () => {
      try {
        await work(await driver.findElement(by));
        return true;
      } catch (thrown) {
        if (PASSING.some((passing) => thrown instanceof passing)) return false;
        throw thrown;
      }
    }, PATIENCE_MS);
  const click = (by) => does(by, (element) => element.click());
  const fill = (css, text) => does(By.css(css), (element) => element.sendKeys(text));
  const valueOf = (css) => driver.findElement(By.css(css)).getAttribute('value');
  const located = (css) => driver.wait(until.elementLocated(By.css(css)), PATIENCE_MS);
  const texts = async (css) => {
    const rows = await driver.findElements(By.css(css));
    return Promise.all(rows.map((row) => row.getText()));
  };
  const search = async (list, text) => {
    await click(By.css(list));
    await fill(PLACES.search, text);
    await click(By.css(PLACES.found));
  };
  const openApplication = async (card) => {
    await driver.get(url);
    await click(By.xpath(CLICKABLE.domain));
    await click(By.xpath(card));
  };
  return {
    async openConnections() {
      home = await driver.getWindowHandle();
      await openApplication(CLICKABLE.connectionsApplication);
      const opened = await driver.wait(async () => {
        const handles = await driver.getAllWindowHandles();
        return handles.find((handle) => handle !== home);
      }, PATIENCE_MS);
      await driver.switchTo().window(opened);
      await click(By.xpath(CLICKABLE.connectionsMenu));
      await located(PLACES.declare);
    },
    async readConnections(siret) {
      await search(PLACES.structureFilter, siret);
      const apply = await located(PLACES.apply);
      await apply.click();
      await driver.wait(until.stalenessOf(apply), PATIENCE_MS);
      await located(PLACES.declare);
      return texts(PLACES.rows);
    },
    async declare({ siret, applicationName }) {
      await click(By.css(PLACES.declare));
      await search(PLACES.structure, siret);
      await search(PLACES.usage, USAGE);
      await fill(PLACES.applicationName, applicationName);
      await fill(PLACES.editor, EDITOR);
      await fill(PLACES.contactName, CONTACT.name);
      await fill(PLACES.contactPhone, CONTACT.phone);
      await fill(PLACES.contactEmail, CONTACT.email);
      await click(By.css(PLACES.validate));
      await located(PLACES.declared);
    },
    async openAccountForm() {
      if ((await driver.getWindowHandle()) !== home) {
        await driver.close();
        await driver.switchTo().window(home);
      }
      await openApplication(CLICKABLE.accountApplication);
    },
    async chooseStructure(siret) {
      await click(By.css(PLACES.requestType));
      await click(By.xpath(CLICKABLE.creation));
      await click(By.css(PLACES.accountStructure));
      await fill(PLACES.accountSearch, siret);
      await click(By.xpath(`//*[@id='select2-drop']//li[contains(., '${siret}')]`));
      await located(PLACES.password);
      await driver.wait(async () => (await valueOf(PLACES.password)) !== '', PATIENCE_MS);
    },
    async capture() {
      const login = await valueOf(PLACES.login);
      return { login, password: await valueOf(PLACES.password) };
    },
    readAccounts: () => texts(PLACES.accountRows),
    async submit() {
      await click(By.css(PLACES.submit));
      await located(PLACES.submitted);
    },
  };
}
