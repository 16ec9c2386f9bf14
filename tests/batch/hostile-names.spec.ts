import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { BATCH } from './roster-run.ts';

const SCRIPT = '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">';
const HOSTILE = `=cmd|' /C calc'!A0${SCRIPT}`;

/** What begins a formula in a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/u;

test.describe.configure({ timeout: 240_000 });
test.use({
  portalOptions: {
    structures: [
      { siret: '73282932000074', companyName: HOSTILE },
      { siret: '73282932000017', companyName: `@SUM(1)${SCRIPT}`, role: 'utilisateur' },
    ],
    // What is there already is read: that is enough for its name to be reported.
    otherConnections: [{ siret: '73282932000017', applicationName: `-2+3${SCRIPT}` }],
    existingAccounts: [{ siret: '73282932000074' }],
  },
});

const NAME =
  'names that a portal or a roster made a formula or a script of are texts in the reports';

test(NAME, { tag: '@whole' }, async ({ portal, raccordHere, folder, home, page }) => {
  const roster = [
    'siret;contact_name',
    `73282932000074;"=1+1${SCRIPT.replaceAll('"', '""')}"`,
    '73282932000017;@SUM(1+1)',
    '35600000000048;-2+3',
  ];
  await writeFile(join(folder, 'roster.csv'), `${roster.join('\n')}\n`);
  const done = await raccordHere(BATCH);
  expect(done.exitCode, done.stderr).toBe(1);
  // The roster's own words reached the portal as they are: it is reports that must not run them.
  expect(portal.truth().connections.map(({ contactName }) => contactName)).toContain(
    `=1+1${SCRIPT}`,
  );
  const [run = ''] = await readdir(join(home, 'reports'));
  const report = join(home, 'reports', run);

  const csv = await readFile(join(report, 'report.csv'), 'utf8');
  const rows: string[][] = parse(csv, { delimiter: ';', bom: true });
  const cells = rows.flat();
  expect(cells.filter((cell) => FORMULA.test(cell))).toEqual([]);
  expect(cells).toContain(`'${HOSTILE}`);

  await page.goto(pathToFileURL(join(report, 'index.html')).href);
  await expect(page.getByText(HOSTILE).first()).toBeAttached();
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await page.locator('script, img[src=x]').count()).toBe(0);

  const junit = await readFile(join(report, 'junit.xml'), 'utf8');
  const elements = await page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    return [...document.querySelectorAll('*')].map(({ localName }) => localName);
  }, junit);
  expect(elements).toContain('testcase');
  expect(elements.filter((name) => /parsererror|script|img/u.test(name))).toEqual([]);
});
