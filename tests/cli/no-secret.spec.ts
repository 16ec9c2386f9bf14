import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { scanForLeaks } from '../../src/secrets/leak-scan.ts';
import { writtenForms } from './secret-forms.ts';
import {
  filesToSearch,
  findIn,
  findPlainly,
  exposureProblem,
  keptCookies,
} from './secret-search.ts';

const SIRET = '73282932000074';
const LOUD = ['--verbose', '--trace'] as const;

/** Every password that a test's portal can generate is known, those that are never submitted too. */
const GENERATED = Array.from({ length: 12 }, (_, index) => `<G${index}>&"é'%_(m)`);

type Secrets = Readonly<Record<string, string>>;

test.describe.configure({ timeout: 240_000 });
test.use({ portalOptions: { secondFactor: 'totp', nextPasswords: GENERATED } });

test('a run that goes well leaves no secret behind', async ({
  portal,
  raccord,
  raccordHere,
  home,
}) => {
  const run = await raccord(['run', '--siret', SIRET, '--json', ...LOUD]);
  expect(run.exitCode, run.stderr).toBe(0);
  const outputs = [
    run,
    await raccordHere(['run', '--siret', SIRET, '--only', 'account', ...LOUD]),
    await raccordHere(['status', '--json']),
    await raccordHere(['credentials', 'list', '--json']),
  ];
  expect(portal.truth().accounts).toHaveLength(1);
  const traces = (await filesToSearch(home)).filter((path) => path.endsWith('.zip'));
  expect(traces).not.toEqual([]);
  const secrets = await secretsOf(portal, home);
  expect(Object.keys(secrets)).toContain('cookie 1');
  await expectNoSecret(home, outputs, secrets);
  expect(await exposureProblem(home)).toEqual([]);
});

test('a refused password is nowhere but in the configuration', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const CHORUS_PASSWORD = `Fauß&<1>"'%41`;
  const run = await raccord(['run', '--siret', SIRET, ...LOUD], { CHORUS_PASSWORD });
  expect(run.exitCode, run.stderr).toBe(4);
  const again = await raccord(['run', '--siret', SIRET, '--json', ...LOUD], { CHORUS_PASSWORD });
  expect(again.exitCode).toBe(4);
  const secrets = { ...(await secretsOf(portal, home)), 'wrong password': CHORUS_PASSWORD };
  await expectNoSecret(home, [run, again], secrets);
  expect(await exposureProblem(home)).toEqual([]);
});

test.describe('with the label of the password renamed', () => {
  test.use({
    portalOptions: {
      secondFactor: 'totp',
      nextPasswords: GENERATED,
      wordings: { 'Mot de passe': 'Sésame' },
    },
  });

  test('the password that nobody expected there is not pictured', async ({
    portal,
    raccordHere: raccord,
    home,
  }) => {
    const run = await raccord(['run', '--siret', SIRET, '--only', 'account', '--json', ...LOUD]);
    expect(run.exitCode, run.stderr).toBe(6);
    expect(portal.truth().writes).toBe(0);
    await expectNoSecret(home, [run], await secretsOf(portal, home));
    expect(await exposureProblem(home)).toEqual([]);
    const evidence = (JSON.parse(run.stdout) as { evidence: string }).evidence;
    const pictures = (await readdir(evidence)).filter((name) => name.endsWith('.png'));
    expect(pictures).toEqual(['01-open-account-form.png']);
    const log = await readFile(join(evidence, 'steps.jsonl'), 'utf8');
    expect(log).toContain('none: the secret field could not be hidden');
  });
});

test('a structure that is not offered leaves no secret behind @whole', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const run = await raccord(['run', '--siret', '35600000000048', '--only', 'account', ...LOUD]);
  expect(run.exitCode, run.stderr).toBe(1);
  await expectNoSecret(home, [run], await secretsOf(portal, home));
  expect(await exposureProblem(home)).toEqual([]);
});

test('both searches find a secret that was planted', async ({ folder }) => {
  const secret = GENERATED[0]!;
  const forms = Object.entries(writtenForms(secret));
  for (const [index, [, form]] of forms.entries()) {
    const content = Buffer.concat([Buffer.from('before '), form, Buffer.from(' x')]);
    await writeFile(join(folder, `${index}.bin`), content);
    await writeFile(join(folder, `${index}.zip`), zipSync({ 'trace.trace': content }));
  }
  await writeFile(join(folder, 'other.zip'), zipSync({ 'trace.trace': strToU8('nothing') }));
  const plainly = await findPlainly(folder, { planted: secret });
  const scanned = await scan(folder, { planted: secret });
  for (const [index, [form]] of forms.entries()) {
    expect(plainly).toContain(`${index}.bin: planted (${form})`);
    expect(plainly).toContain(`${index}.zip/trace.trace: planted (${form})`);
  }
  const planted = forms.flatMap((_, index) => [`${index}.bin`, `${index}.zip`]);
  expect(scanned.sort()).toEqual(planted.sort());
});

async function secretsOf({ administrator }: StandInPortal, home: string): Promise<Secrets> {
  return {
    'password of the administrator': administrator.password,
    'TOTP secret': administrator.totpSecret,
    ...Object.fromEntries(GENERATED.map((value, index) => [`generated ${index}`, value])),
    ...Object.fromEntries(
      (await keptCookies(home)).map((value, index) => [`cookie ${index}`, value]),
    ),
  };
}

async function expectNoSecret(
  home: string,
  outputs: readonly Finished[],
  secrets: Secrets,
): Promise<void> {
  for (const { stdout, stderr } of outputs) {
    expect(findIn('stdout', stdout, secrets)).toEqual([]);
    expect(findIn('stderr', stderr, secrets)).toEqual([]);
  }
  expect(await findPlainly(home, secrets)).toEqual([]);
  expect(await scan(home, secrets)).toEqual([]);
}

/** The files in which raccord's own scanner finds something; paths are relative to the folder. */
async function scan(folder: string, secrets: Secrets): Promise<string[]> {
  const paths = (await filesToSearch(folder)).map((path) => join(folder, path));
  const named = Object.entries(secrets).map(([name, value]) => ({
    name,
    secret: new Secret(value),
  }));
  const findings = await scanForLeaks({ paths, secrets: named });
  return [...new Set(findings.map(({ file }) => relative(folder, file)))];
}
