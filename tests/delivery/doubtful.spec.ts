import { expect, ONE, passwordOf, test, TWO } from './delivery-place.ts';

test('both passwords of a reset in doubt are shown to who asks for them, and to nobody else', async ({
  capture,
  doubtReset,
  start,
}) => {
  await capture(ONE);
  await doubtReset(ONE);
  const show = ['credentials', 'show', '--siret', ONE];
  const usual = await start(show).finished;
  const login = `TECH_1_${ONE}@cpro.fr`;
  expect(usual.stdout).toBe([login, passwordOf(ONE), ''].join('\n'));

  const both = await start([...show, '--doubtful', '--json']).finished;
  expect(both.exitCode, both.stderr).toBe(0);
  expect(JSON.parse(both.stdout)).toMatchObject({
    credentials: [
      { status: 'current', login, password: passwordOf(ONE) },
      { status: 'submitted', login, password: `Neuf-${ONE}` },
    ],
  });
  const lines = (await start([...show, '--doubtful']).finished).stdout.split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^current \d/u),
    ...[login, passwordOf(ONE)],
    expect.stringMatching(/^submitted \d/u),
    ...[login, `Neuf-${ONE}`, ''],
  ]);
  const closed = await start([...show, '--doubtful'], { RACCORD_IDENTITY: '' }).finished;
  expect(closed.stdout).toBe('');
  expect(closed.stderr).toContain('IDENTITY_MISSING');
});

test('where nothing is in doubt, that is said', async ({ capture, start }) => {
  await capture(ONE);
  const { exitCode, stdout, stderr } = await start([
    'credentials',
    'show',
    '--siret',
    ONE,
    '--doubtful',
  ]).finished;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`no credential of ${ONE} is in doubt`);
});

test('a person’s word settles all the resets that are named, or none', async ({
  capture,
  doubtReset,
  onLedger,
  start,
}) => {
  for (const siret of [ONE, TWO]) await capture(siret);
  await doubtReset(ONE);
  const administrator = { CHORUS_LOGIN: 'admin@exemple.fr', CHORUS_PASSWORD: 'Mot-2-passe' };
  const states = (): Promise<string[]> =>
    onLedger(async (ledger) =>
      (await ledger.enrolments()).flatMap(({ renewals }) =>
        renewals.map(({ operation }) => operation.state),
      ),
    );
  const renew = ['renew', '--works', 'new', '--siret', ONE];

  const both = await start([...renew, TWO], administrator).finished;
  expect(both.exitCode, both.stderr).toBe(2);
  expect(both.stderr).toContain(`no renewal of ${TWO} is doubtful`);
  expect(await states()).toEqual(['doubtful']);

  const dry = await start([...renew, '--dry-run'], administrator).finished;
  expect(dry.exitCode, dry.stderr).toBe(2);
  expect(await states()).toEqual(['doubtful']);
});
