import { expect, test } from '../../fixtures/playwright/command.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import type { PortalRow } from '../../src/domain/portal-row.ts';
import type { Siret } from '../../src/domain/siret.ts';

const [SOON, LATER, NONE] = ['73282932000074', '81263740300013', '90417253300013'] as Siret[];

/** The ISO date so many days from today. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** A home that knows three SIRETs: one account that expires soon, one later, one not made. */
test.beforeEach(async ({ portal, home }) => {
  await inLedger({ home, portal: new URL(portal.url).hostname }, async (ledger) => {
    const account = async (siret: Siret, expiresOn: string): Promise<void> => {
      const found: PortalRow = { name: `TECH_1_${siret}@cpro.fr`, state: 'Actif', expiresOn };
      await ledger.record(siret, 'account', { kind: 'seen-other', found });
    };
    await account(LATER!, inDays(61));
    await account(SOON!, inDays(40));
    await ledger.record(NONE!, 'connection', { kind: 'not-seen' });
  });
});

test('the first to expire comes first, and what expires within sixty days is marked', async ({
  raccordHere: raccord,
}) => {
  const { stdout } = await raccord(['status']);
  const lines = stdout.trimEnd().split('\n').slice(1);
  expect(lines[0]).toContain(`${inDays(40)} ! 40 d`);
  expect(lines[1]).toContain(inDays(61));
  expect(lines[1]).not.toContain('!');
  expect(lines[2]).toContain(NONE);
  const document = JSON.parse((await raccord(['status', '--json'])).stdout) as unknown;
  expect(document).toMatchObject({
    enrolments: [
      { siret: SOON, account: { daysLeft: 40, expiresSoon: true } },
      { siret: LATER, account: { daysLeft: 61, expiresSoon: false } },
      { siret: NONE, connection: { state: 'absent' } },
    ],
  });
});

for (const [flags, wanted] of [
  [['--within', '60d'], [SOON]],
  [['--state', 'absent', 'doubtful'], [NONE]],
  [
    ['--siret', LATER!, NONE!],
    [LATER, NONE],
  ],
  [['--state', 'existing', '--within', '50d'], [SOON]],
  [['--state', 'doubtful'], []],
] as const) {
  test(`status ${flags.join(' ')} shows ${wanted.length} of three`, async ({
    raccordHere: raccord,
  }) => {
    const { stdout, exitCode } = await raccord(['status', '--json', ...flags]);
    const { enrolments } = JSON.parse(stdout) as { enrolments: { siret: string }[] };
    expect(enrolments.map(({ siret }) => siret)).toEqual(wanted);
    expect(exitCode).toBe(0);
  });
}

test('a state that there is not is refused with those that there are', async ({
  raccordHere: raccord,
}) => {
  const refused = await raccord(['status', '--state', 'lost']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('doubtful');
});

test('--watch shows it anew when it changed, until it is interrupted', async ({
  portal,
  home,
  startRaccord,
}) => {
  const watching = startRaccord(['status', '--watch', '--json']);
  await watching.says(/"enrolments"/u);
  await inLedger({ home, portal: new URL(portal.url).hostname }, (ledger) =>
    ledger.record(NONE!, 'account', { kind: 'not-seen' }),
  );
  await watching.says(/"enrolments"[^\n]*\n[^\n]*"enrolments"/u);
  watching.kill('SIGINT');
  const { exitCode, stdout } = await watching.finished;
  expect(exitCode).toBe(0);
  const documents = stdout.trim().split('\n');
  expect(documents).toHaveLength(2);
  for (const line of documents) expect(JSON.parse(line)).toHaveProperty('enrolments');
});
