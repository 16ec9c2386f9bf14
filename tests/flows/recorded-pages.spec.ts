import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { PageRecorder } from '../../src/doctor/page-recorder.ts';
import { Scrubber } from '../../src/doctor/scrubber.ts';
import { Redactor } from '../../src/secrets/redactor.ts';

const PASSWORD = 'kZ7(hU_2wQp4';

const AS_TEXT = `<dl><dt>Mot de passe</dt><dd title="${PASSWORD}">${PASSWORD}</dd></dl>`;
const AS_VALUE = `<p><label for="c">Mot de passe</label><input id="c" readonly value="${PASSWORD}"></p>`;

/** The form as it opens with its structure chosen; raccord knows no label but the password's. */
const formWith = (password: string): string => `<main><h1>Compte technique</h1>
  <p><label for="a">Dénomination</label><input id="a" readonly value="MA STRUCTURE"></p>
  <p><label for="b">Nom du compte</label><input id="b" readonly value="TECH_1_73282932000074@cpro.fr"></p>
  ${password}
  <p>Notez-le bien.</p></main>`;

for (const [shown, html, isKeptWhole] of [
  ['as a text', AS_TEXT, false],
  ['in a field', AS_VALUE, true],
] as const) {
  test(`a password shown ${shown} is in nothing that is kept, whatever else was not found`, async ({
    robotScreen,
  }, testInfo) => {
    await robotScreen.page.setContent(formWith(html));
    const form = new TechnicalAccountPage(robotScreen);
    expect(await form.mayShowPassword()).toBe(true);
    form.conceal();
    const redactor = new Redactor();
    const folder = testInfo.outputPath('kept');
    const scrubber = new Scrubber(redactor);
    const recorder = new PageRecorder({ folder, redactor, scrubber, collect: true });
    const kept = async (): Promise<string> => {
      const { outline = '', html: page = '' } = await recorder.keep(
        ...([robotScreen, 'account', 'in-fields'] as const),
      );
      const files = [outline, page].map((name) => readFile(join(folder, name), 'utf8'));
      return (await Promise.all(files)).join();
    };
    const unknown = await kept();
    expect(unknown).not.toContain(PASSWORD);
    expect(unknown).not.toContain('Notez-le bien');

    const password = await form.shownPassword();
    if (password === undefined) throw new Error('no password is shown');
    redactor.add(password, 'technical password');
    const known = await kept();
    expect(known).not.toContain(PASSWORD);
    expect(known.includes('Notez-le bien')).toBe(isKeptWhole);
  });
}

test('a form that has neither a login nor a field for a password shows none', async ({
  robotScreen,
}) => {
  await robotScreen.page.setContent('<label>Type de demande <select><option>x</select></label>');
  expect(await new TechnicalAccountPage(robotScreen).mayShowPassword()).toBe(false);
});
