import { randomBytes } from 'node:crypto';
import { appendFile, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { explainError } from '../../src/messages/render.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { scanForLeaks } from '../../src/secrets/leak-scan.ts';
import { siretOf } from './ledger-fixtures.ts';
import { expect, FILES, test, withEnrolment } from '../report/report-fixtures.ts';

const LYON = '73282932000074';
const BORDEAUX = '21330063500017';

interface Document {
  readonly format: number;
  readonly exitCode: number;
  readonly totals: unknown;
  readonly steps: readonly { step: string; count: number; medianMs: number; p95Ms: number }[];
  readonly enrolments: readonly {
    readonly siret: string;
    readonly failures: readonly { code: string; half?: string }[];
    readonly steps: readonly { step: string }[];
  }[];
}

test('four files, for their owner alone, in a folder of the run', async ({ report, home }) => {
  const { folder, index } = await report();
  expect(folder).toBe(join(home, 'reports', '20261123T210000Z-1a2b'));
  expect(index).toBe(join(folder, 'index.html'));
  expect((await readdir(folder)).sort()).toEqual([...FILES].sort());
  for (const file of FILES) {
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('programs get totals, times and every enrolment with what failed', async ({ report }) => {
  const document = JSON.parse(await (await report()).read('report.json')) as Document;
  expect(document).toMatchObject({ format: 1, exitCode: 1, portal: 'portail.chorus-pro.gouv.fr' });
  expect(document.totals).toEqual({
    sirets: { all: 12, failed: 3, left: 0 },
    connection: { created: 8, recovered: 0, unproven: 0, existing: 3, skipped: 0, failed: 1 },
    account: { created: 5, recovered: 1, unproven: 0, existing: 2, skipped: 2, failed: 2 },
  });
  expect(document.steps[0]).toEqual({
    step: 'sign-in',
    count: 1,
    medianMs: 6400,
    p95Ms: 6400,
    longestMs: 6400,
  });
  expect(document.enrolments).toHaveLength(12);
  expect(document.enrolments[0]?.failures).toMatchObject([
    { code: 'STRUCTURE_NOT_OFFERED', half: 'account', step: 'choose-structure' },
  ]);
});

test('CI systems get one test for each SIRET and half, with its time', async ({ report }) => {
  const xml = await (await report({ language: 'en' })).read('junit.xml');
  expect(xml).toContain(
    '<testsuites name="raccord batch" tests="24" failures="3" errors="0" skipped="2" time="408.000">',
  );
  expect(xml).toMatch(/name="73282932000074 connection" time="20\.679"><system-out>created/u);
  expect(xml).toMatch(/name="21310555400017 account" time="[\d.]+"><skipped message="skipped"\/>/u);
  expect(xml).toMatch(/<failure type="OUTCOME_DOUBTFUL" message="[^"]+">[^<]+\nNext: /u);
});

test('a test says on which machine it ran, which is not the portal', async ({ report }) => {
  expect(await (await report()).read('junit.xml')).toContain('hostname="robot-1"');
});

test('a report of forty SIRETs with heavy pictures stays below 3 MB, those of failures inside', async ({
  report,
  evidenceOf,
}) => {
  const { read } = await report({
    run: (run) => ({
      ...run,
      enrolments: Array.from({ length: 40 }, (_, index) => {
        const one = run.enrolments[index % run.enrolments.length]!;
        return { ...one, result: { ...one.result, siret: siretOf(index) } };
      }),
    }),
    before: async (run) => {
      for (const { result } of run.enrolments.slice(0, 12)) {
        for (const name of await readdir(result.evidence)) {
          if (!name.endsWith('.png')) continue;
          const head = (await readFile(join(result.evidence, name))).subarray(0, 24);
          await writeFile(join(result.evidence, name), Buffer.concat([head, randomBytes(90_000)]));
        }
      }
      expect((await stat(join(evidenceOf(LYON), '01-open-connections.png'))).size).toBe(90_024);
    },
  });
  const html = await read('index.html');
  expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
  expect(Buffer.byteLength(html)).toBeGreaterThan(1_500_000);
  expect(html).toMatch(/<li id="f1-\d" class="failed"><a class="enlarge"/u);
  expect(html).toMatch(/href="\.\.\/\.\.\/evidence\/[^"]+\.png"/u);
});

test('a known secret is in none of the files, however it is written', async ({ report }) => {
  const password = new Secret('p"ss<w&rd é 9');
  const redactor = new Redactor();
  redactor.add(password, 'password');
  const { folder, read } = await report({
    redactor,
    run: (run) =>
      withEnrolment(
        { ...run, stoppedBecause: `it was ${password.reveal()}` },
        2,
        ({ result, failures }) => ({
          result: { ...result, structureName: `of ${password.reveal()}` },
          failures: failures.map((failure) => ({
            ...failure,
            what: `wrong: ${password.reveal()}`,
            found: `a\n${encodeURIComponent(password.reveal())}\nb`,
          })),
        }),
      ),
  });
  const leaks = await scanForLeaks({
    paths: [folder],
    secrets: [{ name: 'password', secret: password }],
  });
  expect(leaks).toEqual([]);
  for (const file of FILES) expect(await read(file)).toContain('wrong: [password]');
});

test('a secret of digits is taken out of numbers too, and the JSON stays JSON', async ({
  report,
}) => {
  const redactor = new Redactor();
  redactor.add(new Secret('19300'), 'code');
  const text = await (await report({ redactor })).read('report.json');
  expect(text).not.toContain('19300');
  const { enrolments } = JSON.parse(text) as Document;
  expect(enrolments[0]).toMatchObject({ durationMs: '[code]' });
});

test('a picture that is gone, a link or no picture is told as missing', async ({
  report,
  evidenceOf,
}) => {
  const { read } = await report({
    before: async () => {
      await rm(join(evidenceOf(LYON), '01-open-connections.png'));
      await rm(join(evidenceOf(LYON), '02-read-connections.png'));
      await symlink('/etc/hostname', join(evidenceOf(LYON), '02-read-connections.png'));
      await writeFile(
        join(evidenceOf(LYON), '03-fill-declaration.png'),
        'no picture at all, but long',
      );
    },
  });
  const html = await read('index.html');
  expect(html).toContain('6 images sur 8');
  expect(html.split('L’image manque.')).toHaveLength(4);
});

test('a damaged step log tells what can be read of it, and that there may be more', async ({
  report,
  evidenceOf,
}) => {
  const { read } = await report({
    before: () =>
      appendFile(join(evidenceOf(LYON), 'steps.jsonl'), '{"at":"2026\n[1]\n{"step":"?"}\n'),
  });
  const html = await read('index.html');
  expect(html).toContain('Le journal des étapes est endommagé');
  expect(html).toContain('8 images');
});

test('a step log names no file outside its folder', async ({ report, evidenceOf, home }) => {
  const { read } = await report({
    before: async () => {
      await writeFile(join(home, 'other.png'), 'not to be read');
      const line = {
        step: 'sign-in',
        phase: 'ended',
        durationMs: 1,
        picture: '../../../other.png',
      };
      await appendFile(join(evidenceOf(LYON), 'steps.jsonl'), `${JSON.stringify(line)}\n`);
    },
  });
  const html = await read('index.html');
  expect(html).not.toContain('other.png');
  expect(html).toContain('8 images sur 9');
});

test('without a step log the row says that pictures are missing, unless it was done before', async ({
  report,
  evidenceOf,
}) => {
  const { read } = await report({
    before: () => rm(evidenceOf(LYON), { recursive: true }),
  });
  const html = await read('index.html');
  expect(html.split('Les images manquent')).toHaveLength(2);
  expect(html.split('déjà fait')).toHaveLength(3);
});

test('an account that was there without its password here is among what to look at, in all files', async ({
  report,
}) => {
  const error = new RaccordError('PASSWORD_MISSING', { siret: LYON as Siret, login: 'TECH_7' });
  const texts = textsFor('fr');
  const failure = { ...explainError(error, texts), code: error.code, half: 'account' } as const;
  const told = { code: error.code, message: failure.what };
  const { read } = await report({
    run: (run) =>
      withEnrolment(run, 6, ({ result }) => {
        expect(result).toMatchObject({ account: { outcome: 'existing' }, durationMs: 0 });
        const account = { ...result.account, credential: 'missing', error: told } as const;
        return { result: { ...result, account }, failures: [failure] };
      }),
  });
  const html = await read('index.html');
  expect(html).toContain('existant, mot de passe absent');
  expect(html).toContain('--adopt<');
  // It was not worked on, so no picture of it is missing.
  expect(html).not.toContain('Les images manquent');
  expect(await read('report.csv')).toContain('"existant, mot de passe absent"');
  expect(await read('junit.xml')).toContain('<failure type="PASSWORD_MISSING"');
  expect(await read('report.json')).toContain('"credential": "missing"');
});

test('a SIRET that was tried again shows each picture once, as it is now', async ({
  report,
  evidenceOf,
}) => {
  const { read } = await report({
    before: async () => {
      const line = {
        step: 'read-connections',
        phase: 'ended',
        durationMs: 1,
        picture: '02-read-connections.png',
      };
      await appendFile(join(evidenceOf(LYON), 'steps.jsonl'), `${JSON.stringify(line)}\n`);
    },
  });
  const html = await read('index.html');
  expect(html.match(/id="o1-\d"/gu)).toHaveLength(8);
  const { enrolments } = JSON.parse(await read('report.json')) as Document;
  expect(enrolments.find(({ siret }) => siret === LYON)?.steps).toHaveLength(9);
});

test('pictures beyond the budget are linked to, those of failures last', async ({ report }) => {
  const size = async (pictureBudget: number) => {
    const { read } = await report({ pictureBudget });
    const html = await read('index.html');
    return {
      embedded: html.match(/src="data:image\/png;base64,/gu)?.length ?? 0,
      linked: html.match(/href="\.\.\/\.\.\/evidence\/[^"]+\.png"/gu)?.length ?? 0,
      failures: html.match(/<li id="f\d-\d" class="failed"><a class="enlarge"/gu)?.length ?? 0,
      base64: [...html.matchAll(/base64,([^"]+)"/gu)].reduce(
        (sum, [, text = '']) => sum + text.length,
        0,
      ),
    };
  };
  const whole = await size(40_000_000);
  expect(whole).toMatchObject({ linked: 0, failures: 3 });
  const some = await size(Math.round(whole.base64 / 8));
  expect(some.failures).toBe(3);
  expect(some.embedded).toBeGreaterThan(3);
  expect(some.base64).toBeLessThanOrEqual(whole.base64 / 8);
  expect(some.embedded + some.linked).toBe(whole.embedded);
  expect(await size(0)).toMatchObject({ embedded: 0, linked: whole.embedded });
});

test('a failure that nobody explained is told with its message', async ({ report }) => {
  const { read } = await report({
    run: (run) => withEnrolment(run, 8, ({ result }) => ({ result, failures: [] })),
  });
  const { enrolments } = JSON.parse(await read('report.json')) as Document;
  const bordeaux = enrolments.find(({ siret }) => siret === BORDEAUX);
  expect(bordeaux?.failures).toMatchObject([{ code: 'OUTCOME_DOUBTFUL', half: 'account' }]);
  expect(await read('junit.xml')).toContain('<failure type="OUTCOME_DOUBTFUL"');
});

test('an error’s parts are the same in a report as on the terminal', () => {
  const error = new RaccordError('PORTAL_UNAVAILABLE', { url: 'https://x.example', answer: '503' });
  const { what, found, next } = explainError(error, textsFor('en'));
  expect({ what, found }).toEqual({
    what: 'The portal is unavailable.',
    found: 'https://x.example: 503',
  });
  expect(next).not.toBe('');
});
