import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { compareWithLastGood } from '../../src/doctor/compare.ts';
import {
  doctorFolder,
  type DoctorReport,
  type PageReport,
} from '../../src/doctor/doctor-report.ts';

interface Fixtures {
  /** Keeps what a run found, as `doctor` does, with the outline of each page. */
  readonly keep: (
    run: string,
    pages: PageReport[],
    outlines?: Readonly<Record<string, string>>,
    more?: Partial<DoctorReport>,
  ) => Promise<void>;
}

const test = base.extend<Fixtures>({
  keep: async ({ home }, use) => {
    await use(async (run, pages, outlines = {}, more = {}) => {
      const folder = join(doctorFolder(home), run);
      await mkdir(folder, { recursive: true });
      const report: DoctorReport = {
        ...{ version: 1, run, at: '2026-11-26T14:00:00.000Z', raccord: '0.1.0', checks: [] },
        ...{ pages, exitCode: 0, next: '', stoppedRequests: 0 },
        ...more,
      };
      await writeFile(join(folder, 'report.json'), JSON.stringify(report));
      for (const [name, text] of Object.entries(outlines))
        await writeFile(join(folder, name), text);
    });
  },
});

const FOUND: PageReport['parts'][number] = {
  ...{ name: 'technicalAccount.submit', kind: 'button', wording: 'Soumettre', verdict: 'found' },
};

const ACCOUNT: PageReport = { page: 'account', parts: [FOUND], outline: 'account.outline.txt' };

test('what changed is told by part and by line of the page', async ({ home, keep }) => {
  const parts: PageReport['parts'] = [{ ...FOUND, verdict: 'not-found', shown: ['Envoyer'] }];
  const changed: PageReport = { ...ACCOUNT, parts };
  await keep('run-1', [ACCOUNT], { 'account.outline.txt': '- form:\n  - button "Soumettre"\n' });
  await keep('run-2', [changed], { 'account.outline.txt': '- form:\n  - button "Envoyer"\n' });
  expect(await compareWithLastGood(home, { run: 'run-2', pages: [changed] })).toEqual({
    since: 'run-1',
    changes: [
      {
        page: 'account',
        parts: [
          {
            name: 'technicalAccount.submit',
            before: 'button found "Soumettre"',
            now: 'button not-found "Soumettre"',
          },
        ],
        added: ['- button "Envoyer"'],
        removed: ['- button "Soumettre"'],
      },
    ],
  });
});

test('a page that one of the two runs did not look at is no change', async ({ home, keep }) => {
  const passed: PageReport = { page: 'account', passed: 'no-account', parts: [] };
  await keep('run-1', [ACCOUNT]);
  const compared = await compareWithLastGood(home, { run: 'run-2', pages: [passed] });
  expect(compared).toEqual({ since: 'run-1', changes: [] });
});

test('it is compared with the latest that found all well, and damage is none', async ({
  home,
  keep,
}) => {
  await keep('run-1', [ACCOUNT]);
  await keep('run-2', [ACCOUNT]);
  await keep('run-3', [ACCOUNT], {}, { exitCode: 6 });
  // Offline nothing was looked at.
  await keep('run-4', []);
  await keep('run-5', [ACCOUNT]);
  await writeFile(join(doctorFolder(home), 'run-5', 'report.json'), '{"version":1');
  const compared = await compareWithLastGood(home, { run: 'run-6', pages: [ACCOUNT] });
  expect(compared?.since).toBe('run-2');
});

test('without a run that found all well there is nothing to compare with', async ({
  home,
  keep,
}) => {
  expect(await compareWithLastGood(home, { run: 'run-1', pages: [ACCOUNT] })).toBeUndefined();
  await keep('run-1', [ACCOUNT]);
  expect(await compareWithLastGood(home, { run: 'run-1', pages: [ACCOUNT] })).toBeUndefined();
});
