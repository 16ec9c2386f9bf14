import { expect, ONE, passwordOf, test, TWO } from './delivery-fixtures.ts';

test('both passwords of a reset in doubt are shown to who asks for them, and to nobody else', async ({
  capture,
  doubtReset,
  raccord,
}) => {
  await capture(ONE);
  await doubtReset(ONE);
  const show = ['credentials', 'show', '--siret', ONE, '--reveal'];
  const usual = await raccord(show);
  const login = `TECH_1_${ONE}@cpro.fr`;
  expect(usual.stdout).toBe([login, passwordOf(ONE), ''].join('\n'));

  const both = await raccord([...show, '--doubtful', '--json']);
  expect(both.exitCode, both.stderr).toBe(0);
  expect(JSON.parse(both.stdout)).toMatchObject({
    credentials: [
      { status: 'current', login, password: passwordOf(ONE) },
      { status: 'submitted', login, password: `Neuf-${ONE}` },
    ],
  });
  const lines = (await raccord([...show, '--doubtful'])).stdout.split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^current \d/u),
    ...[login, passwordOf(ONE)],
    expect.stringMatching(/^submitted \d/u),
    ...[login, `Neuf-${ONE}`, ''],
  ]);
  const closed = await raccord([...show, '--doubtful'], { RACCORD_IDENTITY: '' });
  expect(closed.stdout).toBe('');
  expect(closed.stderr).toContain('IDENTITY_MISSING');
});

test('where nothing is in doubt, that is said', async ({ capture, raccord }) => {
  await capture(ONE);
  const { exitCode, stdout, stderr } = await raccord([
    'credentials',
    'show',
    '--siret',
    ONE,
    '--doubtful',
  ]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`no credential of ${ONE} is in doubt`);
});

test('a person’s word settles all the resets that are named, or none', async ({
  capture,
  doubtReset,
  onLedger,
  raccord,
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

  const both = await raccord([...renew, TWO], administrator);
  expect(both.exitCode, both.stderr).toBe(2);
  expect(both.stderr).toContain(`no password of ${TWO} is in doubt`);
  expect(await states()).toEqual(['doubtful']);

  const dry = await raccord([...renew, '--dry-run'], administrator);
  expect(dry.exitCode, dry.stderr).toBe(2);
  expect(await states()).toEqual(['doubtful']);
});
