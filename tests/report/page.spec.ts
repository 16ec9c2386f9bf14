import { AxeBuilder } from '@axe-core/playwright';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import type { Siret } from '../../src/domain/siret.ts';
import { hostileRun } from './hostile.ts';
import { expect, test, withEnrolment, type Trial } from './report-fixtures.ts';

const PHONE = { width: 360, height: 740 };

/** Opens the page as a double click does, and keeps the addresses that it asks for. */
async function open(page: Page, { index }: Trial): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(index).href);
  return asked;
}

async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) await summary.click();
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

const SCREEN = { width: 1280, height: 800 };

for (const [colorScheme, size, tag] of [
  ['light', SCREEN, ''],
  ['dark', PHONE, ''],
  ['dark', SCREEN, ' @whole'],
  ['light', PHONE, ' @whole'],
] as const) {
  test(`nothing keeps anyone from reading it: ${colorScheme}, ${size.width} px wide${tag}`, async ({
    page,
    report,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await open(page, await report({ run: (run) => ({ ...run, notReached: 3 }) }));
    for (const summary of (await page.locator('summary').all()).slice(0, 4)) {
      await summary.click();
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
}

test('on a phone nothing has to be moved sideways, hostile texts and pictures included', async ({
  page,
  report,
}) => {
  await page.setViewportSize(PHONE);
  await open(page, await report({ run: hostileRun }));
  await unfold(page);
  expect(await overflow(page)).toBe(0);
});

test('failures come first, each with what was expected, found and is to be done', async ({
  page,
  report,
}) => {
  await open(page, await report());
  const headings = page.getByRole('heading', { level: 2 });
  await expect(headings).toHaveText([
    'À faire d’abord',
    'Bilan',
    'À reprendre',
    'Les autres',
    'Temps par étape',
  ]);
  const failures = page.getByRole('article');
  await expect(failures).toHaveCount(3);
  const [first] = await failures.all();
  await expect(first!).toHaveAccessibleName('90417253300013');
  await expect(first!).toContainText('STRUCTURE_NOT_OFFERED');
  await expect(first!).toContainText('Compte · choisir la structure');
  await expect(first!.getByRole('term')).toHaveText([
    'Raccordement',
    'Compte',
    'Durée',
    'À faire',
    'Attendu',
    'Trouvé',
  ]);
  const others = page.getByRole('table', { name: 'Les autres' });
  await expect(others.getByRole('row')).toHaveCount(1 + 9 + 7);
  const lyon = others.getByRole('row', { name: '73282932000074' });
  await expect(lyon.getByRole('cell')).toHaveText([
    /créé\s*Pldiffusion1/u,
    /créé\s*TECH_1_73282932000074@cpro\.fr/u,
    '21 janv. 2028',
    /24\ss/u,
  ]);
  await expect(others.getByRole('row', { name: '35600000000048' })).toContainText('déjà fait');
});

test('what to do comes first, each thing once, with the command to type and the SIRETs it helps', async ({
  page,
  report,
}) => {
  const look = 'raccord run --siret 90417253300013 --headed --pause-before choose-structure';
  const trial = await report({
    run: (run) =>
      withEnrolment(run, 2, ({ result, failures }) => ({
        result,
        failures: failures.map((failure) => ({ ...failure, commands: [look] })),
      })),
  });
  await open(page, trial);
  const tasks = page.getByRole('region', { name: 'À faire d’abord' }).getByRole('listitem');
  await expect(tasks).toHaveCount(3);
  await expect(tasks.first()).toContainText('STRUCTURE_NOT_OFFERED');
  await expect(tasks.first().getByText(look)).toBeVisible();
  await tasks.first().getByRole('link', { name: '90417253300013' }).click();
  await expect(page.locator(':target').getByText(look)).toBeVisible();
});

test('the others can be narrowed down by outcome without a script', async ({ page, report }) => {
  await open(page, await report());
  const rows = page.getByRole('table', { name: 'Les autres' }).getByRole('rowheader');
  await expect(rows).toHaveCount(9);
  await page.getByRole('radio', { name: 'récupéré (1)' }).check();
  await expect(rows).toHaveCount(1);
  await page.getByRole('radio', { name: 'tous (9)' }).check();
  await expect(rows).toHaveCount(9);
});

test('any SIRET is found in an index in order, which leads to what became of it', async ({
  page,
  report,
}) => {
  await open(page, await report());
  const index = page.getByRole('group').filter({ hasText: 'Trouver un des 12 SIRET' });
  await index.getByText('Trouver un des 12 SIRET').click();
  const links = index.getByRole('link');
  await expect(links).toHaveCount(12);
  const sirets = await links.allTextContents();
  expect(sirets).toEqual([...sirets].sort());
  await expect(index.getByText('à reprendre')).toHaveCount(3);
  await index.getByRole('link', { name: '90417253300013' }).click();
  await expect(page.locator(':target')).toContainText('STRUCTURE_NOT_OFFERED');
  await index.getByRole('link', { name: '73282932000074' }).click();
  await expect(page.locator(':target')).toContainText('TECH_1_73282932000074@cpro.fr');
});

test('a cause that met both halves is told once, with both places', async ({ page, report }) => {
  const trial = await report({
    run: (run) =>
      withEnrolment(run, 2, ({ result, failures }) => ({
        result,
        failures: failures.flatMap((failure) => [
          { ...failure, resource: 'connection' as const, step: 'read-connections' as const },
          failure,
        ]),
      })),
  });
  await open(page, trial);
  const article = page.getByRole('article').filter({ hasText: 'STRUCTURE_NOT_OFFERED' });
  await expect(article.getByText('STRUCTURE_NOT_OFFERED')).toHaveCount(1);
  await expect(article).toContainText(
    'Raccordement · lire la liste des raccordements; Compte · choisir la structure',
  );
});

test('no date breaks, on a screen or on paper', async ({ page, report }) => {
  await open(page, await report());
  const date = page.getByText('21\u00a0janv.\u00a02028').first();
  for (const media of ['screen', 'print'] as const) {
    await page.emulateMedia({ media });
    const lines = await date.evaluate((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ top }) => top)).size;
    });
    expect(lines, media).toBe(1);
  }
});

test('a reader who hears the page is told the time of each step', async ({ page, report }) => {
  await open(page, await report());
  const times = page.getByRole('table', { name: 'Temps par étape' });
  const heads = ['Étape', 'Médiane', 'p95', 'La plus longue', 'Nombre'];
  await expect(times.getByRole('columnheader')).toHaveText(heads);
  const signIn = times.getByRole('row', { name: 'se connecter' });
  await expect(signIn.getByRole('cell')).toHaveText(['6,4 s', '6,4 s', '6,4 s', '1']);
});

test('pictures are folded, then shown in order, and grow when they are clicked', async ({
  page,
  report,
}) => {
  await open(page, await report());
  const failed = page.getByRole('article').first();
  const pictures = failed.getByRole('img');
  await expect(pictures.first()).toBeHidden();
  await failed.getByText('6 images').click();
  await expect(pictures).toHaveCount(6);
  await expect(pictures.first()).toHaveAccessibleName(
    /^La page après cette étape\s: ouvrir «\sGérer raccordement API\s»$/u,
  );
  await expect(pictures.last()).toHaveAccessibleName(
    /^La page où cette étape a échoué\s: choisir/u,
  );
  const last = pictures.last();
  expect(await last.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  const small = (await last.boundingBox())!.width;
  await last.click();
  await expect.poll(async () => (await last.boundingBox())!.width).toBeGreaterThan(small * 2);
  await failed.getByRole('link', { name: 'Réduire' }).click();
  await expect.poll(async () => (await last.boundingBox())!.width).toBe(small);
});

test('nothing but the file itself is asked for', async ({ page, report }) => {
  const trial = await report({ run: hostileRun });
  const asked = await open(page, trial);
  await unfold(page);
  const elsewhere = asked.filter((address) => !address.startsWith('data:image/png;base64,'));
  expect(elsewhere).toEqual([pathToFileURL(trial.index).href]);
});

test('the policy forbids what the page does not need', async ({ page, report }) => {
  const trial = await report();
  expect(await trial.read('index.html')).not.toMatch(/<script|javascript:|https?:\/\//iu);
  await open(page, trial);
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          resolve(effectiveDirective);
        });
        const script = document.createElement('script');
        script.textContent = 'window.hacked = true';
        document.body.append(script);
      }),
  );
  expect(refused).toBe('script-src-elem');
});

test('hostile texts are shown and do nothing', async ({ page, report }) => {
  page.on('dialog', () => expect(false, 'a dialog opened').toBe(true));
  const trial = await report({ run: hostileRun });
  await open(page, trial);
  await unfold(page);
  const state = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    scripts: document.scripts.length,
    handlers: document.querySelectorAll('[onerror], [onmouseover], [onload]').length,
    images: [...document.images].filter(({ src }) => !src.startsWith('data:')).length,
  }));
  expect(state).toEqual({ hacked: false, scripts: 0, handlers: 0, images: 0 });
  await expect(page.getByText('<script>window.hacked = true</script>').first()).toBeVisible();
});

test('CI systems can read the XML, hostile texts included', async ({ page, report }) => {
  const trial = await report({ run: hostileRun });
  const xml = await trial.read('junit.xml');
  const read = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    return {
      broken: document.querySelector('parsererror')?.textContent,
      cases: document.querySelectorAll('testcase').length,
      failures: [...document.querySelectorAll('failure')].map((one) => one.getAttribute('type')),
      elements: [...new Set([...document.querySelectorAll('*')].map(({ nodeName }) => nodeName))],
    };
  }, xml);
  expect(read.broken).toBeUndefined();
  expect(read.cases).toBe(24);
  expect(read.failures).toEqual(['STRUCTURE_NOT_OFFERED', 'CONTROL_NOT_FOUND', 'OUTCOME_DOUBTFUL']);
  expect(read.elements.sort()).toEqual([
    'failure',
    'properties',
    'property',
    'skipped',
    'system-out',
    'testcase',
    'testsuite',
    'testsuites',
  ]);
});

test('on paper there is no dark ground, no picture, and no row over two pages', async ({
  page,
  report,
}) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await open(page, await report());
  const paper = await page.evaluate(() => {
    const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector)!);
    return {
      ground: styleOf('body').backgroundColor,
      ink: styleOf('body').color,
      pictures: styleOf('.pictures').display,
      failure: styleOf('.failure').breakInside,
      row: styleOf('.sirets tbody').breakInside,
    };
  });
  expect(paper).toEqual({
    ground: 'rgb(255, 255, 255)',
    ink: 'rgb(28, 28, 26)',
    pictures: 'none',
    failure: 'avoid',
    row: 'avoid',
  });
});

test('a run in which nothing was left to do says so', async ({ page, report }) => {
  await open(
    page,
    await report({ language: 'en', run: (run) => ({ ...run, exitCode: 0, enrolments: [] }) }),
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing to do');
  await expect(page.getByText('No SIRET was worked on.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('a run that stopped early says why, and what failed after its work', async ({
  page,
  report,
}) => {
  await open(
    page,
    await report({
      language: 'en',
      run: (run) => ({
        ...run,
        exitCode: 4,
        stoppedBecause: 'Stopped after 3 failures (--max-failures).',
        notReached: 14,
        failures: [
          {
            ...{ code: 'DELIVERY_FAILED', what: 'Not delivered.', next: 'Look at it.' },
            sirets: ['73282932000074' as Siret],
          },
        ],
      }),
    }),
  );
  const header = page.getByRole('banner');
  await expect(header).toContainText('Stopped after 3 failures (--max-failures).');
  await expect(header).toContainText('14 SIRETs were not reached.');
  const first = page.getByRole('article').first();
  await expect(first).toContainText('After the work');
  await expect(first).toContainText('DELIVERY_FAILED 73282932000074');
  await expect(first).toContainText('Look at it.');
});
