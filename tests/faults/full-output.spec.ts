import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RACCORD, startProcess, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, ONE, test as base, TWO } from '../delivery/delivery-fixtures.ts';

interface Place {
  /** Runs `raccord` from a shell line whose `"$@"` is the command. */
  inShell: (line: string, args: readonly string[]) => Promise<Finished>;
}

const test = base.extend<Place>({
  inShell: async ({ folder, key, variables }, use) => {
    await use((line, args) => {
      const environment = {
        ...variables,
        RACCORD_DELIVER_FOLDER: 'keys',
        RACCORD_DELIVER_RECIPIENTS: key.recipient,
      };
      const command = [process.execPath, RACCORD, ...args];
      return startProcess('bash', ['-c', line, 'bash', ...command], { folder, environment })
        .finished;
    });
  },
});

test.skip(process.platform !== 'linux', '/dev/full is a file of Linux');

test('a log on a full disk stops no work', async ({ folder, capture, inShell }) => {
  await capture(ONE);
  await capture(TWO);
  const { exitCode, stdout } = await inShell('exec "$@" 2>/dev/full', ['deliver', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ summary: { delivered: 2, failed: 0, pending: 0 } });
  for (const siret of [ONE, TWO]) await stat(join(folder, 'keys', `${siret}.age`));
});

test('a result that a full disk does not take ends the command with a sentence, its work done', async ({
  folder,
  capture,
  inShell,
}) => {
  await capture(ONE);
  const { exitCode, stderr } = await inShell('exec "$@" >/dev/full', ['deliver', '--json']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    '✗ Part of what this command printed could not be written and is lost: ENOSPC: no space left on device.\n',
  );
  expect(stderr).not.toContain('    at ');
  await stat(join(folder, 'keys', `${ONE}.age`));
});

test('a result of which a file takes only the beginning is told as lost', async ({
  folder,
  inShell,
}) => {
  const line = 'ulimit -f 1; exec "$@" >script';
  const { exitCode, stderr } = await inShell(line, ['completion', 'bash']);
  expect((await stat(join(folder, 'script'))).size).toBe(1024);
  expect(stderr).toContain('EFBIG');
  expect(exitCode).toBe(1);
});
