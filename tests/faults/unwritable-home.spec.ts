import { SmallDisk } from '../../fixtures/playwright/small-disk.ts';
import { expect, test as base } from '../../fixtures/playwright/test.ts';
import { documentOf, errorDocument } from '../cli/documents.ts';

const RUN = ['run', '--siret', '73282932000074', '--json'];

const FAULTS = [
  {
    name: 'full',
    begin: (disk: SmallDisk) => disk.fill(),
    says: 'the disk is full',
    next: 'Free some space on that disk',
  },
  {
    name: 'read-only',
    begin: (disk: SmallDisk) => disk.makeReadOnly(),
    says: 'the disk is mounted read-only',
    next: 'Mount it read-write',
  },
] as const;

const whyNone = await SmallDisk.whyNone();

const test = base.extend<{ disk: SmallDisk }>({
  disk: async ({ home }, use) => {
    const disk = await SmallDisk.mount(home, 4);
    await use(disk);
    disk.unmount();
  },
});

test.skip(whyNone !== undefined, whyNone);

for (const { name, begin, says, next } of FAULTS) {
  for (const age of ['new', 'known'] as const) {
    test(`a ${name} disk at the start is told as what it is, alone: a ${age} home`, async ({
      portal,
      raccord,
      disk,
    }) => {
      if (age === 'known') expect((await raccord(['status'])).exitCode).toBe(0);
      begin(disk);
      const run = await raccord(RUN);
      expect(run.exitCode, run.stderr).toBe(2);
      expect(documentOf(run, errorDocument).error.code).toMatch(/^(HOME|VAULT)_UNWRITABLE$/u);
      expect(run.stderr).toContain(says);
      expect(run.stderr).toContain(next);
      expect(run.stderr.match(/✗/gu)).toHaveLength(1);
      expect(portal.truth().signIns).toEqual([]);
    });
  }
}
