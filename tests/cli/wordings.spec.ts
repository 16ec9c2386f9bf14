import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const RUN = ['run', '--siret', '73282932000074', '--only', 'connection', '--json'];

test.describe.configure({ timeout: 180_000 });
test.use({
  portalOptions: { wordings: { Téléphone: 'Numéro où vous joindre' } },
});

test('a wording that the user adds is gone by', async ({ portal, folder, raccord }) => {
  await writeOwn(folder, { declaration: { contactPhone: ['Numéro où vous joindre'] } });
  const run = await raccord(RUN);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(documentOf(run, enrolmentDocument).connection.outcome).toBe('created');
  expect(portal.truth().connections).toMatchObject([{ siret: '73282932000074' }]);
});

test('mistakes in added wordings are told at once, and nothing is touched', async ({
  portal,
  folder,
  raccordHere: raccord,
}) => {
  await writeOwn(folder, { declaration: { phone: ['Numéro'], editor: 'Logiciel' }, forms: {} });
  const run = await raccord(RUN);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('CONFIG_INVALID');
  for (const what of ['wordings.json: declaration', 'phone', 'declaration.editor', 'forms']) {
    expect(run.stderr).toContain(what);
  }
  expect(portal.truth().writes).toBe(0);
});

async function writeOwn(folder: string, wordings: object): Promise<void> {
  const home = join(folder, 'home');
  await mkdir(home, { mode: 0o700 });
  await writeFile(join(home, 'wordings.json'), JSON.stringify(wordings), { mode: 0o600 });
}
