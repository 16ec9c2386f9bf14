import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { readRequests, type RosterFlags } from '../../src/cli/options/roster-flags.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { contextIn } from './program-fixtures.ts';

const KNOWN = '73282932000074' as Siret;
const OTHER = '81263740300013';

/** The SIRETs that a command works on, in a folder whose ledger knows one and whose rosters are two. */
async function siretsOf(folder: string, flags: RosterFlags): Promise<string[]> {
  const home = join(folder, '.raccord');
  await inLedger({ home, portal: 'portail.exemple.fr' }, (ledger) =>
    ledger.record(KNOWN, 'connection', { kind: 'not-seen' }),
  );
  await writeFile(join(folder, 'empty.csv'), 'siret;application\n\n');
  await writeFile(join(folder, 'one.csv'), `siret\n${OTHER}\n`);
  const environment = {
    CHORUS_ENV: 'production',
    CHORUS_URL: 'https://portail.exemple.fr',
    RACCORD_CONTACT_NAME: 'Camille Martin',
    RACCORD_CONTACT_PHONE: '04 78 00 00 00',
    RACCORD_CONTACT_EMAIL: 'camille@exemple.fr',
  };
  const context = contextIn('en', { environment, folder });
  const { requests } = await readRequests(context, flags, { administrator: false, secrets: false });
  return requests.map(({ siret }) => siret);
}

test('a command that is given neither roster nor SIRET is about all of the ledger', async ({
  folder,
}) => {
  expect(await siretsOf(folder, {})).toEqual([KNOWN]);
});

test('a roster that has only a header is about nothing, whatever the ledger has', async ({
  folder,
}) => {
  expect(await siretsOf(folder, { input: 'empty.csv' })).toEqual([]);
  expect(await siretsOf(folder, { input: 'empty.csv', siret: [OTHER] })).toEqual([OTHER]);
});

test('a roster with rows is about these alone', async ({ folder }) => {
  expect(await siretsOf(folder, { input: 'one.csv' })).toEqual([OTHER]);
});
