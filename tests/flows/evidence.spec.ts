import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { Evidence } from '../../src/browser/evidence.ts';
import { ActivePage } from '../../src/browser/active-page.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { browserLaunchOptions } from '../../fixtures/playwright/browser-options.ts';
import { test as base, expect } from '../../fixtures/playwright/robot-browser.ts';

const SECRET = 'Gen3r8_<Zx9>"qL';
const FIELD = `<div style="padding:40px"><label for="s">Mot de passe</label>
  <input id="s" value='Gen3r8_<Zx9>"qL' style="font-size:30px;width:400px"></div>`;

const test = base.extend<{ evidence: Evidence }>({
  evidence: async ({ folder }, use) => {
    const redactor = new Redactor();
    redactor.add(new Secret(SECRET), 'technical password');
    await use(new Evidence(join(folder, 'evidence'), redactor));
  },
});

test('a secret field is one plain bar in the picture', async ({ robotScreen, show, evidence }) => {
  await show(FIELD);
  const field = robotScreen.page.locator('#s');
  const box = (await field.boundingBox())!;
  robotScreen.conceal(field);
  const taken = await evidence.picture(robotScreen, 'capture', 'in-fields');
  expect(taken).toEqual({ file: '01-capture.png' });
  const picture = await readFile(join(evidence.folder, '01-capture.png'));
  expect(await coloursIn(robotScreen, picture, box)).toEqual(['0,0,0']);
  // The positive control: without the mask the same place shows letters.
  const open = await robotScreen.page.screenshot();
  expect((await coloursIn(robotScreen, open, box)).length).toBeGreaterThan(10);
  expect((await stat(join(evidence.folder, '01-capture.png'))).mode & 0o777).toBe(0o600);
});

test('fields of passwords are hidden without being named', async ({
  robotScreen,
  show,
  evidence,
}) => {
  await show(FIELD.replace('<input', '<input type="password"'));
  const box = (await robotScreen.page.locator('#s').boundingBox())!;
  expect(await evidence.picture(robotScreen, 'sign-in', 'none')).toEqual({
    file: '01-sign-in.png',
  });
  const picture = await readFile(join(evidence.folder, '01-sign-in.png'));
  expect(await coloursIn(robotScreen, picture, box)).toEqual(['0,0,0']);
});

/** Pages on which a bar that is placed over a red secret does not cover it. */
const MISSED: readonly (readonly [what: string, html: string])[] = [
  [
    'moves as the scroll bars of the window go',
    '<p style="text-align:center"><b id="s" style="color:red">Gen3r8_</b><p style="height:2000px">',
  ],
  [
    'moves as the scroll bars of a part of the page go',
    `<div style="height:300px;overflow-y:scroll"><p style="text-align:center"><b id="s" style="color:red">Gen3r8_</b>
      <p style="height:2000px"></div><p style="height:2000px">`,
  ],
  [
    'is wider than its element',
    '<p><b id="s" style="color:red;display:inline-block;width:30px;transition:all 9s"><i>Gen3r8_Zx9qLmN</i></b>',
  ],
  [
    'stands in a page that zooms itself',
    '<style>html { zoom: 1.5 }</style><p>a</p><p><input id="s" value="Gen3r8_" style="color:red">',
  ],
  [
    'stands in an open shadow root of such a page',
    `<style>html { zoom: 1.5 }</style><p><x-a></x-a><script>
      document.querySelector('x-a').attachShadow({ mode: 'open' }).innerHTML = '<p>a</p><b id="s" style="color:red">Gen3r8_</b>';
    </script>`,
  ],
];

for (const [what, html] of MISSED) {
  test(`nothing is left of a secret that ${what}`, async ({ evidence }) => {
    // As in a window: without one, the browser has no scroll bars.
    const ignoreDefaultArgs = ['--hide-scrollbars'];
    const browser = await chromium.launch({ ...browserLaunchOptions(), ignoreDefaultArgs });
    try {
      const page = await browser.newPage();
      await page.setContent(html);
      const robotScreen = new ActivePage(page);
      const top = { x: 0, y: 0, width: 1280, height: 200 };
      const isRed = (colour: string): boolean => /^2\d\d,\d{1,2},\d{1,2}$/u.test(colour);
      robotScreen.conceal(page.locator('#s'));
      const open = await coloursIn(robotScreen, await page.screenshot(), top);
      expect(open.filter(isRed)).not.toEqual([]);
      await evidence.picture(robotScreen, 'capture', 'in-fields');
      const picture = await readFile(join(evidence.folder, '01-capture.png'));
      const colours = await coloursIn(robotScreen, picture, top);
      expect(colours).toContain('0,0,0');
      expect(colours.filter(isRed)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
}

/** Pages of which no picture may be taken, and why. */
const WITHHELD: readonly (readonly [what: string, html: string, reason: string])[] = [
  ['no secret field is found', '<input id="other">', 'the secret field could not be hidden'],
  [
    'the secret is shown in a text',
    `${FIELD}<p>Gen3r8_&lt;Zx9&gt;"qL</p>`,
    'a secret is shown elsewhere',
  ],
  [
    'the secret is shown in another field',
    `${FIELD}<input value='Gen3r8_<Zx9>"qL'>`,
    'a secret is shown elsewhere',
  ],
  [
    'the secret is shown in a text area',
    `${FIELD}<textarea>Gen3r8_&lt;Zx9&gt;"qL</textarea>`,
    'a secret is shown elsewhere',
  ],
  [
    'the secret is shown in an address',
    `${FIELD}<p>?p=${encodeURIComponent(SECRET)}</p>`,
    'a secret is shown elsewhere',
  ],
];

/** Ways in which a page shows the secret that a search of its text misses. */
const SHOWN: readonly string[] = [
  `<x-a><template shadowrootmode="open"><p>Gen3r8_&lt;Zx9&gt;"qL</p></template></x-a>`,
  `<x-a><template shadowrootmode="open"><input value='Gen3r8_<Zx9>"qL'></template></x-a>`,
  `<input placeholder='Gen3r8_<Zx9>"qL'>`,
  `<select><option label='Gen3r8_<Zx9>"qL'>a</option></select>`,
  `<p style="display: flex">${[...'Gen3r8_'].map((one) => `<b>${one}</b>`).join('')}<b>&lt;Zx9&gt;"qL</b></p>`,
  `<p>Gen3r8_&#8203;&lt;Zx9&gt;"qL</p>`,
  `<p style="text-transform: uppercase">Gen3r8_&lt;Zx9&gt;"qL</p>`,
];

test('no picture is taken where the secret can be read in another way', async ({
  robotScreen,
  evidence,
}) => {
  for (const html of SHOWN) {
    await robotScreen.page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(FIELD + html)}`);
    robotScreen.conceal(robotScreen.page.locator('#s'));
    const taken = await evidence.picture(robotScreen, 'x', 'in-fields');
    expect(taken, html).toEqual({ withheld: 'a secret is shown elsewhere' });
  }
});

test('a picture is taken where a shadow root shows the secret only in the field that is hidden', async ({
  robotScreen: { page },
  robotScreen,
  evidence,
}) => {
  const shown = '<p>Mot de passe</p><b id="s">Gen3r8_&lt;Zx9&gt;"qL</b>';
  const html = `<x-a><template shadowrootmode="open">${shown}</template></x-a>`;
  await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
  robotScreen.conceal(page.locator('#s'));
  expect(await evidence.picture(robotScreen, 'x', 'in-fields')).toEqual({ file: '01-x.png' });
});

for (const [what, html, reason] of WITHHELD) {
  test(`no picture is taken where ${what}`, async ({ robotScreen, show, evidence }) => {
    await show(html);
    robotScreen.conceal(robotScreen.page.locator('#s'));
    expect(await evidence.picture(robotScreen, 'x', 'in-fields')).toEqual({ withheld: reason });
    await expect(readdir(evidence.folder)).rejects.toThrow('ENOENT');
  });
}

test('no picture is taken where a secret may be shown and no field is known', async ({
  robotScreen,
  show,
  evidence,
}) => {
  await show(FIELD);
  expect(await evidence.picture(robotScreen, 'x', 'in-fields')).toEqual({
    withheld: 'the secret field could not be hidden',
  });
  robotScreen.conceal(robotScreen.page.locator('#s'), robotScreen.page.locator('#gone'));
  expect(await evidence.picture(robotScreen, 'x', 'in-fields')).toEqual({
    withheld: 'the secret field could not be hidden',
  });
});

test('a page whose secret field is gone is pictured once the secret is known, unless it is shown', async ({
  robotScreen,
  show,
  evidence,
}) => {
  await show('<p role="status">Compte créé</p>');
  robotScreen.conceal(robotScreen.page.locator('#s'));
  expect(await evidence.picture(robotScreen, 'x', 'known')).toEqual({ file: '01-x.png' });
  await show('<p role="status">Gen3r8_&lt;Zx9&gt;"qL</p>');
  robotScreen.conceal(robotScreen.page.locator('#s'));
  expect(await evidence.picture(robotScreen, 'x', 'known')).toEqual({
    withheld: 'a secret is shown elsewhere',
  });
});

test('another tab has secret fields of its own', async ({ robotScreen, show }) => {
  await show(FIELD);
  robotScreen.conceal(robotScreen.page.locator('#s'));
  robotScreen.moveTo((await robotScreen.context.newPage()).mainFrame());
  expect(robotScreen.concealed).toEqual([]);
});

test('the step log is private, and holds a known secret in no form', async ({ evidence }) => {
  await evidence.note({ step: 'capture-credential', shown: `x ${SECRET} y` });
  await evidence.note({ step: 'submit-account', url: `?p=${encodeURIComponent(SECRET)}` });
  const file = join(evidence.folder, 'steps.jsonl');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { step: 'capture-credential', shown: 'x [technical password] y' },
    { step: 'submit-account', url: '?p=[technical password]' },
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(evidence.folder)).mode & 0o777).toBe(0o700);
});

test('a line of the step log stays JSON where a secret of digits stands in a number', async ({
  folder,
}) => {
  const redactor = new Redactor();
  redactor.add(new Secret('4711'), 'password');
  const evidence = new Evidence(folder, redactor);
  await evidence.note({ step: 'sign-in', durationMs: 14_711 });
  await evidence.note({ step: 'open-connections', durationMs: 12 });
  const lines = (await readFile(join(folder, 'steps.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { step: 'sign-in', durationMs: '1[password]' },
    { step: 'open-connections', durationMs: 12 },
  ]);
});

/** The colours in a part of a picture, but for its rim; it is decoded by the browser. */
async function coloursIn(
  { page }: ActivePage,
  png: Buffer,
  box: { x: number; y: number; width: number; height: number },
): Promise<string[]> {
  return page.evaluate(
    async ([data, { x, y, width, height }]) => {
      const image = await createImageBitmap(await (await fetch(data)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawing = canvas.getContext('2d');
      drawing?.drawImage(image, 0, 0);
      const part = [x + 2, y + 2, width - 4, height - 4].map(Math.round) as [
        number,
        number,
        number,
        number,
      ];
      const pixels = drawing?.getImageData(...part).data ?? [];
      const colours = new Set<string>();
      for (let at = 0; at < pixels.length; at += 4) {
        colours.add([pixels[at], pixels[at + 1], pixels[at + 2]].join(','));
      }
      return [...colours];
    },
    [`data:image/png;base64,${png.toString('base64')}`, box] as const,
  );
}
