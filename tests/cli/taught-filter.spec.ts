import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { NOTHING_TAUGHT, type TaughtThing } from '../../src/teaching/taught.ts';

test.use({
  portalOptions: {
    wordings: { Structure: 'Établissement' },
    otherConnections: [{ siret: '73282932000017', applicationName: 'Pldiffusion1' }],
  },
});

const taught = (name: string): TaughtThing => ({
  ...{ host: 'cpro.localhost', page: '/cpp/raccordementsApi', kind: 'field', name },
  ...{ at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0', found: { words: 'Établissement' } },
});

test('a taught list is found by its label after a structure was chosen in it', async ({
  raccordHere: raccord,
  home,
}) => {
  const things = [taught('connectionList.structureFilter'), taught('declaration.structure')];
  const file = join(home, 'taught.json');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify({ ...NOTHING_TAUGHT, things }));
  await chmod(file, 0o600);
  const args = ['--siret', '73282932000074', '--only', 'connection', '--json'];
  const run = await raccord(['run', ...args, '--until', 'submit-declaration']);
  expect(run.exitCode, run.stderr).toBe(0);
});
