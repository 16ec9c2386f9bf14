import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, expect } from '@playwright/test';
import { loadConfig } from '../../src/config/config.ts';
import { databaseSecrets } from '../../src/config/database-address.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { test as inFolder } from '../../fixtures/playwright/folder.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { problemsOf } from './config-fixtures.ts';

const URL_OF_DATABASE = 'postgresql://raccord:hunter%402@db.exemple.fr:5433/raccord';

const RACCORD_RECIPIENTS = 'age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq';

const GIVEN = { RACCORD_DATABASE_URL: URL_OF_DATABASE, RACCORD_RECIPIENTS };

test('the address of the ledger’s database is a secret, whatever the command needs', () => {
  const { database } = loadConfig(GIVEN, '/nowhere', { secrets: false });
  expect(database?.reveal()).toBe(URL_OF_DATABASE);
  expect(String(database)).toBe('[secret]');
});

inFolder('it may be in a file of its own', async ({ folder }) => {
  const file = join(folder, 'url');
  await writeFile(file, `${URL_OF_DATABASE}\n`, { mode: 0o600 });
  const { database } = loadConfig(
    { RACCORD_DATABASE_URL_FILE: file, RACCORD_RECIPIENTS },
    '/nowhere',
  );
  expect(database?.reveal()).toBe(URL_OF_DATABASE);
});

for (const [what, address] of [
  ['another kind of address', 'https://raccord:hunter2@db.exemple.fr/raccord'],
  ['no host', 'postgresql:///raccord'],
  ['no user', 'postgresql://db.exemple.fr/raccord'],
  ['no database', 'postgresql://raccord:hunter2@db.exemple.fr'],
  ['a password whose signs are not escaped', 'postgresql://raccord:100%hunter2@db.exemple.fr/r'],
  ['what would turn verification off', `${URL_OF_DATABASE}?sslmode=disable`],
  ['a schema that needs quotes', `${URL_OF_DATABASE}?schema=a"b`],
] as const) {
  test(`an address with ${what} is refused, and not repeated`, () => {
    const problems = problemsOf({ ...GIVEN, RACCORD_DATABASE_URL: address });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^RACCORD_DATABASE_URL: /u);
    expect(problems[0]).not.toContain('hunter');
  });
}

test('machines that share a ledger are told to whom they seal', () => {
  expect(problemsOf({ RACCORD_DATABASE_URL: URL_OF_DATABASE })).toEqual([
    'RACCORD_RECIPIENTS: missing',
  ]);
  expect(problemsOf({ ...GIVEN, RACCORD_RECIPIENTS: ' , ' })).toHaveLength(1);
});

inFolder('what is wrong with where a ledger is to be moved is told at once', async ({ folder }) => {
  const said = {
    'C.UTF-8': ['RACCORD_DATABASE_URL: missing', `RACCORD_HOME: no ledger in ${folder}/home`],
    'fr_FR.UTF-8': [
      'RACCORD_DATABASE_URL: manque',
      `RACCORD_HOME: pas de registre dans ${folder}/home`,
    ],
  };
  for (const [locale, lines] of Object.entries(said)) {
    const { exitCode, stderr } = await raccordHere(['ledger', 'move'], {
      environment: {
        ...{ LC_ALL: locale, RACCORD_HOME: join(folder, 'home'), CHORUS_ENV: 'production' },
      },
      folder,
    });
    expect(exitCode).toBe(2);
    for (const line of lines) expect(stderr).toContain(line);
  }
});

inFolder(
  'a home with a ledger of its own, or of which it was moved, is refused',
  async ({ folder }) => {
    const home = join(folder, 'home');
    const raccord = (args: readonly string[], environment: Readonly<Record<string, string>>) =>
      raccordHere(args, {
        environment: { ...environment, RACCORD_HOME: home, CHORUS_ENV: 'production' },
        folder,
      });
    await inLedger({ home, portal: 'portail.example' }, (ledger) => ledger.enrolments());
    const beside = await raccord(['status'], GIVEN);
    expect(beside.exitCode).toBe(2);
    expect(beside.stderr).toContain(`${join(home, 'ledger.db')}: "raccord ledger move"`);
    await rename(join(home, 'ledger.db'), join(home, 'ledger-moved.db'));
    for (const args of [['status'], ['backup', 'raccord.age'], ['keys', 'show']]) {
      const moved = await raccord(args, { RACCORD_RECIPIENTS });
      expect(moved.exitCode).toBe(2);
      expect(moved.stderr).toContain(`missing, although the ledger of ${home} was moved there`);
    }
  },
);

test('the password is known in every way in which it may be written', () => {
  const texts = databaseSecrets(new Secret(URL_OF_DATABASE)).map((secret) => secret.reveal());
  expect(texts).toEqual([URL_OF_DATABASE, 'hunter%402', 'hunter@2']);
  expect(databaseSecrets(new Secret('postgresql://raccord@localhost/raccord'))).toEqual([]);
});
