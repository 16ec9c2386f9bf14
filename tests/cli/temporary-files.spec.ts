import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { descendantsOf, endProcesses } from '../../fixtures/playwright/browser-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';

test.use({ portalOptions: { secondFactor: 'none' } });
test.skip(process.platform !== 'linux', 'finds the browser in /proc');

test('the profile of a browser whose raccord was killed goes at the next start', async ({
  folder,
  raccord,
  startRaccord,
}) => {
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const left = (): Promise<string[]> => readdir(temporary);
  const environment = { TMPDIR: temporary };
  const running = startRaccord(['sign-in', '--verbose'], environment);
  await running.says(/"step":"sign-in".*"step began"/u);
  const [own = '', ...others] = await left();
  expect(others).toEqual([]);
  expect(own).toMatch(/^raccord-browser-/u);
  const { mode } = await stat(join(temporary, own));
  expect(mode & 0o777).toBe(0o700);
  const browser = descendantsOf(running.pid);
  running.kill('SIGKILL');
  await running.finished;
  // Orphaned, it would go on writing for a moment.
  endProcesses(browser);
  expect(await left()).toEqual([own]);

  // It starts a browser, to see whether it can, and leaves nothing itself.
  const next = await raccord(['doctor', '--offline'], environment);
  expect(next.exitCode, next.stderr).toBe(0);
  expect(await left()).toEqual([]);
});
