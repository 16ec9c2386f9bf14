import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import { batchDocument, documentOf, enrolmentDocument } from '../cli/documents.ts';

const [ONE, TWO] = ['73282932000074', '81263740300013'] as const;

const CONNECTIONS = [ONE, TWO].map((siret, index) => ({
  siret,
  applicationName: `Pldiffusion${index + 1}`,
}));

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    // Half the work: the accounts are still to be made.
    otherConnections: CONNECTIONS,
  },
});

interface DeliveryPayload {
  readonly siret: string;
  readonly login: string;
  readonly password: string;
  readonly credentialId: string;
}

/** What a hook was handed, one a line. */
async function handed(file: string): Promise<DeliveryPayload[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as DeliveryPayload);
}

/** The sinks that have not got the credential of each SIRET, as `status` tells. */
function undelivered({ stdout }: Finished): Record<string, number> {
  const { enrolments } = JSON.parse(stdout) as {
    enrolments: { siret: string; undelivered: string[] }[];
  };
  return Object.fromEntries(enrolments.map((one) => [one.siret, one.undelivered.length]));
}

test('a run delivers what it captured; where that fails it ends with 1, and the next run delivers', async ({
  portal,
  folder,
  raccordHere: raccord,
}) => {
  const got = join(folder, 'got');
  const script = join(folder, 'hook.sh');
  const hook = { RACCORD_DELIVER_HOOK: `/bin/sh ${script}` };
  await writeFile(script, 'echo "no room there" >&2; exit 4\n');
  const run = await raccord(['run', '--siret', ONE, '--only', 'account', '--json'], hook);
  expect(run.exitCode, run.stderr).toBe(1);
  const { account } = documentOf(run, enrolmentDocument);
  expect(account.outcome).toBe('created');
  expect(run.stderr).toMatch(new RegExp(`DELIVERY_FAILED[^]*${ONE}[^]*no room there`, 'u'));
  expect(undelivered(await raccord(['status', '--json'], hook))).toEqual({ [ONE]: 1 });

  await writeFile(script, `cat >> ${got}\n`);
  const next = await raccord(['run', '--siret', ONE, '--only', 'account'], hook);
  expect(next.exitCode, next.stderr).toBe(0);
  expect(next.stderr).toContain('1 credentials delivered');
  const [held] = portal.truth().accounts;
  expect(await handed(got)).toMatchObject([
    { ...{ siret: ONE, login: held?.login, password: held?.password }, ...idOf(account) },
  ]);
  expect(portal.truth().accounts).toHaveLength(1);
  expect(undelivered(await raccord(['status', '--json'], hook))).toEqual({ [ONE]: 0 });
});

test.describe('with credentials that nobody got yet', () => {
  test.use({
    portalOptions: {
      otherConnections: CONNECTIONS,
      existingAccounts: [ONE, TWO].map((siret) => ({ siret })),
    },
  });

  test('a batch delivers each; one that fails stops no other and is delivered by the next', async ({
    portal,
    folder,
    enrolledHome,
    raccordHere: raccord,
  }) => {
    expect(enrolledHome).not.toBe('');
    const got = join(folder, 'got');
    await writeFile(join(folder, 'roster.csv'), `siret\n${ONE}\n${TWO}\n`);
    const script = join(folder, 'hook.sh');
    await writeFile(
      script,
      `IFS= read -r line; case $line in *${ONE}*) exit 4;; esac
printf '%s\\n' "$line" >> ${got}\n`,
    );
    const hook = { RACCORD_DELIVER_HOOK: `/bin/sh ${script}` };
    const args = ['batch', '--input', 'roster.csv', '--yes', '--json', '--min-interval', '0ms'];
    const web = await startWebSink();
    const batch = await raccord(args, { ...hook, RACCORD_WEBHOOK_URL: web.url });
    await web.close();
    expect(batch.exitCode, batch.stderr).toBe(1);
    expect(documentOf(batch, batchDocument).summary).toMatchObject({ failedEnrolments: 0 });
    expect(batch.stderr).toContain('1 credentials delivered');
    expect(JSON.parse(web.posts[0]?.body ?? '')).toMatchObject({
      failures: [
        {
          siret: ONE,
          code: 'DELIVERY_FAILED',
          found: expect.stringContaining('exited with code 4'),
        },
      ],
    });
    expect((await handed(got)).map(({ siret }) => siret)).toEqual([TWO]);
    expect(undelivered(await raccord(['status', '--json'], hook))).toEqual({ [ONE]: 1, [TWO]: 0 });

    await writeFile(script, `cat >> ${got}\n`);
    const next = await raccord(args, hook);
    expect(next.exitCode, next.stderr).toBe(0);
    const documents = await handed(got);
    expect(documents.map(({ siret }) => siret)).toEqual([TWO, ONE]);
    for (const { siret, password } of documents) {
      const held = portal.truth().accounts.filter((account) => account.siret === siret);
      expect(held.map((account) => account.password)).toEqual([password]);
    }
  });
});

function idOf({ credentialId }: { readonly credentialId?: string | undefined }) {
  expect(credentialId).toBeDefined();
  return { credentialId };
}
