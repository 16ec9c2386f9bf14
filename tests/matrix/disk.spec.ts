import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startStopping } from '../../fixtures/playwright/stopped-process.ts';
import { SmallDisk } from '../../fixtures/playwright/small-disk.ts';
import { expect, test as base } from '../../fixtures/playwright/test.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { accountCredential } from '../../src/domain/enrolment.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { STEPS, type Step } from '../../src/domain/step-names.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import {
  findFingerprintKey,
  findRecipients,
  readIdentity,
} from '../../src/credentials/keys/key-files.ts';
import { openVault } from '../../src/credentials/vault/vault.ts';
import {
  argsOf,
  codeOf,
  expectAftermath,
  resourceOf,
  SIRET,
  variablesOf,
  type Place,
} from './aftermath.ts';
import { CANARIES } from './canaries.ts';

/** Room for what a run writes, several times. */
const MEBIBYTES = 24;

const FAULTS = [
  {
    name: 'a disk that is full',
    begin: (disk: SmallDisk) => disk.fill(),
    end: (disk: SmallDisk) => disk.makeRoom(),
  },
  {
    name: 'a disk that is read-only',
    begin: (disk: SmallDisk) => disk.makeReadOnly(),
    end: (disk: SmallDisk) => disk.makeWritable(),
  },
] as const;

/** Moments of a run, by words of the ledger's row after which the disk fails. */
const MOMENTS: readonly (readonly [step: Step, after: string])[] = [
  ...STEPS.map((step) => [step, `${step} began`] as const),
  ['submit-declaration', 'connection intended'],
  ['submit-declaration', 'connection accepted'],
  ['capture-credential', 'account sealed'],
  ['submit-account', 'account intended'],
  ['submit-account', 'account accepted'],
];

/** In every `npm test`. */
const SOME = 'account intended';

const whyNone = await SmallDisk.whyNone();

const test = base.extend<{ disk: SmallDisk }>({
  disk: async ({ home }, use) => {
    const disk = await SmallDisk.mount(home, MEBIBYTES);
    await use(disk);
    disk.unmount();
  },
});

test.describe.configure({ timeout: 300_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });
test.skip(whyNone !== undefined, whyNone);

for (const { name, begin, end } of FAULTS) {
  for (const [step, after] of MOMENTS) {
    const isCheap = after === SOME && name === FAULTS[0].name;
    const tag = isCheap ? '@representative' : '@whole';
    const fault = `${name} from « ${after} » on`;
    test(`${step} survives ${fault}`, { tag }, async ({ portal, folder, home, disk }, info) => {
      const place = { portal, folder, home };
      const args = argsOf(resourceOf(step));
      const options = { environment: variablesOf(place), folder };
      const running = await startStopping(after, args, options);
      try {
        begin(disk);
      } finally {
        running.kill('SIGCONT');
      }
      const first = await running.finished;
      await expectWrittenAhead(place);
      end(disk);
      await expectAftermath(place, first, { info, step, fault });
      expect(['HOME_UNWRITABLE', 'VAULT_UNWRITABLE'], first.stderr).toContain(codeOf(first));
      // 2 says that nothing was touched.
      expect(first.exitCode).toBe(/intended|accepted|confirm-/u.test(after) ? 1 : 2);
      expect(first.stderr).not.toContain('SCAN_INCOMPLETE');
    });
  }
}

/** What the portal was sent stands on the disk as it is now: its intent, and what it sealed. */
async function expectWrittenAhead({ portal, folder, home }: Place): Promise<void> {
  const copy = join(folder, 'copy');
  await cp(home, copy, { recursive: true, filter: (path) => !path.endsWith('.filler') });
  const { connections, accounts } = portal.truth();
  const { hostname } = new URL(portal.url);
  const ledger = await openLedger({
    file: join(copy, 'ledger.db'),
    portal: hostname,
    runId: 'a look',
    clock: systemClock,
  });
  try {
    const standing = await ledger.enrolment(SIRET as Siret);
    for (const { applicationName } of connections) {
      expect(standing.connection.operation).toMatchObject({
        intendedAt: expect.any(String),
        what: { applicationName },
      });
    }
    for (const { login, password } of accounts) {
      expect(standing.account.operation).toMatchObject({ intendedAt: expect.any(String) });
      const { recipients } = await findRecipients({
        configured: [],
        home: copy,
        clock: systemClock,
      });
      const vault = openVault({
        folder: join(copy, 'vault'),
        portal: hostname,
        recipients,
        fingerprintKey: await findFingerprintKey(copy),
        clock: systemClock,
      });
      const sealed = accountCredential(standing);
      if (sealed === undefined) throw new Error(`nothing was sealed for ${login}`);
      const identity = await readIdentity(join(copy, 'identity.age-key'));
      const opened = await vault.open(SIRET as Siret, sealed, identity);
      expect({ login: opened.login, password: opened.password.reveal() }).toEqual({
        login,
        password,
      });
    }
    expect(portal.writeRequests()).toBe(connections.length + accounts.length);
  } finally {
    await ledger.close();
  }
}
