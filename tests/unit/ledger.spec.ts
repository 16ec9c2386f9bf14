import { Ledger } from '../../src/ledger/ledger.ts';
import { aheadOf, credential, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const OTHER = siretOf(2);

test('what was done on another portal is not seen', async ({ ledger, lease, open }) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  await ledger.recordIntent(SIRET, 'connection', EVENTS.intended, lease);
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await ledger.record(SIRET, 'account', EVENTS.sealed);
  await ledger.recordSignIn('admin', { outcome: 'refused', totpCounter: 7 });

  const qualification = await open({ portal: 'portail-qualif.example' });
  expect(await qualification.enrolments()).toEqual([]);
  expect((await qualification.enrolment(SIRET)).connection.state).toBe('unread');
  expect(await qualification.applicationNamesIntended()).toEqual(new Set());
  expect(await qualification.credentials()).toEqual([]);
  expect(await qualification.refusedSignIn('admin')).toBeUndefined();
  expect(await qualification.lastTotpCounter('admin')).toBeUndefined();
});

test('the names intended are those that are not settled absent', async ({ ledger, lease }) => {
  for (const [siret, applicationName] of [
    [SIRET, 'Pldiffusion7'],
    [OTHER, 'Pldiffusion8'],
  ] as const) {
    await ledger.record(siret, 'connection', EVENTS['not-seen']);
    const intent = { kind: 'intended', applicationName } as const;
    await ledger.recordIntent(siret, 'connection', intent, lease);
  }
  await ledger.record(SIRET, 'connection', EVENTS.confirmed);
  expect(await ledger.applicationNamesIntended()).toEqual(
    new Set(['Pldiffusion7', 'Pldiffusion8']),
  );
  await ledger.record(OTHER, 'connection', EVENTS['settled-absent']);
  expect(await ledger.applicationNamesIntended()).toEqual(new Set(['Pldiffusion7']));
});

test('an account cannot be intended without the credential sealed for it', async ({
  ledger,
  lease,
}) => {
  const intend = (credentialId: string): Promise<unknown> =>
    ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId }, lease);
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await expect(intend('c1')).rejects.toThrow('without its sealed credential');
  await ledger.record(SIRET, 'account', EVENTS.sealed);
  await expect(intend('c0')).rejects.toThrow('without its sealed credential');
  await intend('c1');
  expect((await ledger.enrolment(SIRET)).account.state).toBe('intended');
});

test('every credential ever sealed is listed with what became of it', async ({ ledger, lease }) => {
  const second = credential('c2');
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await ledger.record(SIRET, 'account', EVENTS.sealed);
  await ledger.record(OTHER, 'account', EVENTS['seen-other']);
  await ledger.record(OTHER, 'account', EVENTS.sealed);
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: second });
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c2' }, lease);
  expect(await ledger.credentials()).toEqual([
    { siret: SIRET, credential: EVENTS.sealed.credential, status: 'abandoned', isRenewal: false },
    { siret: SIRET, credential: second, status: 'submitted', isRenewal: false },
    { siret: OTHER, credential: EVENTS.sealed.credential, status: 'captured', isRenewal: false },
  ]);
});

test('a refused password or code is remembered until it is accepted or confirmed', async ({
  ledger,
  clock,
}) => {
  expect(await ledger.refusedSignIn('admin')).toBeUndefined();
  await ledger.recordSignIn('admin', { outcome: 'refused' });
  expect(await ledger.refusedSignIn('admin')).toEqual({ at: '2026-11-23T14:05:01.250Z' });
  // Of the same account, however its login is written.
  expect(await ledger.refusedSignIn(' Admin ')).toEqual({ at: '2026-11-23T14:05:01.250Z' });
  expect(await ledger.recentRefusals('ADMIN', 60_000)).toBe(1);
  clock.advance(60_000);
  await ledger.recordSignIn('admin', { outcome: 'code-refused' });
  await ledger.recordSignIn('other', { outcome: 'accepted' });
  const ofCode = { at: '2026-11-23T14:06:01.250Z', isOfCode: true };
  expect(await ledger.refusedSignIn('admin')).toEqual(ofCode);
  await ledger.recordSignIn('admin', { outcome: 'confirmed' });
  expect(await ledger.refusedSignIn('admin')).toBeUndefined();
  await ledger.recordSignIn('admin', { outcome: 'refused' });
  expect(await ledger.refusedSignIn('admin')).toEqual({ at: '2026-11-23T14:06:01.250Z' });
  await ledger.recordSignIn('admin', { outcome: 'accepted' });
  expect(await ledger.refusedSignIn('admin')).toBeUndefined();
});

test('a second factor that a person was asked for is remembered until a sign-in without one', async ({
  ledger,
}) => {
  expect(await ledger.wasPersonAsked('admin', false)).toBe(false);
  // With an authenticator's secret at hand, only what it does not answer counts.
  for (const [outcome, isRemembered, withSecret] of [
    ['factor-asked', true, false],
    ['accepted', true, false],
    ['accepted', false, false],
    ['factor-asked', true, false],
    ['refused', true, false],
    ['person-asked', true, true],
    ['accepted', true, true],
    ['accepted', false, false],
  ] as const) {
    await ledger.recordSignIn('admin', { outcome });
    expect(await ledger.wasPersonAsked('ADMIN', false), outcome).toBe(isRemembered);
    expect(await ledger.wasPersonAsked('ADMIN', true), outcome).toBe(withSecret);
  }
  expect(await ledger.wasPersonAsked('other', false)).toBe(false);
});

test('refusals of the last hour are counted until the login is accepted', async ({
  ledger,
  clock,
}) => {
  const hour = 3_600_000;
  expect(await ledger.recentRefusals('admin', hour)).toBe(0);
  await ledger.recordSignIn('admin', { outcome: 'refused' });
  clock.advance(hour);
  await ledger.recordSignIn('admin', { outcome: 'refused' });
  // A person who confirms does not change what the portal counts.
  await ledger.recordSignIn('admin', { outcome: 'confirmed' });
  await ledger.recordSignIn('admin', { outcome: 'code-refused' });
  await ledger.recordSignIn('other', { outcome: 'refused' });
  expect(await ledger.recentRefusals('admin', hour)).toBe(2);
  await ledger.recordSignIn('admin', { outcome: 'accepted' });
  expect(await ledger.recentRefusals('admin', hour)).toBe(0);
});

test('a machine whose clock is ahead counts refusals by the ledger’s time', async ({
  ledger,
  clock,
}) => {
  const hour = 3_600_000;
  await ledger.recordSignIn('admin', { outcome: 'refused' });
  const { backend, portal, runId } = ledger;
  const ahead = new Ledger(backend, { portal, runId, clock: aheadOf(clock, 2 * hour) });
  expect(await ahead.recentRefusals('admin', hour)).toBe(1);
});

test('the last one-time code of a login is the one of the latest period', async ({ ledger }) => {
  expect(await ledger.lastTotpCounter('admin')).toBeUndefined();
  await ledger.recordSignIn('admin', { outcome: 'code-sent', totpCounter: 42 });
  await ledger.recordSignIn('admin', { outcome: 'code-sent', totpCounter: 41 });
  await ledger.recordSignIn('other', { outcome: 'code-sent', totpCounter: 99 });
  await ledger.recordSignIn('admin', { outcome: 'accepted' });
  expect(await ledger.lastTotpCounter('admin')).toBe(42);
});

test('a run and its steps are written down', async ({ ledger, intruder, clock }) => {
  await ledger.beginRun({ command: 'batch', version: '1.2.3' });
  await ledger.recordStep('began', undefined, 'sign-in');
  await ledger.recordStep('ended', undefined, 'sign-in', { durationMs: 12 });
  await ledger.recordStep('skipped', SIRET, 'fill-declaration', { reason: 'existing' });
  await ledger.recordStep('failed', SIRET, 'capture-credential', { code: 'CREDENTIAL_UNREADABLE' });
  clock.advance(1_000);
  await ledger.endRun(1);

  const columns = 'id, command, version, portal, started_at, ended_at, exit_code, sirets';
  expect(await intruder.rows(`select ${columns} from runs`)).toEqual([
    [
      ...['run-1', 'batch', '1.2.3', 'portail.example'],
      ...['2026-11-23T14:05:01.250Z', '2026-11-23T14:05:02.250Z', 1, null],
    ],
  ]);
  const steps = 'select run, siret, step, phase, detail from steps order by id';
  expect(await intruder.rows(steps)).toEqual([
    ['run-1', null, 'sign-in', 'began', null],
    ['run-1', null, 'sign-in', 'ended', '{"durationMs":12}'],
    ['run-1', SIRET, 'fill-declaration', 'skipped', '{"reason":"existing"}'],
    ['run-1', SIRET, 'capture-credential', 'failed', '{"code":"CREDENTIAL_UNREADABLE"}'],
  ]);
});

test('the view "enrolments" shows where each half stands', async ({ ledger, lease, intruder }) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  await ledger.recordIntent(SIRET, 'connection', EVENTS.intended, lease);
  await ledger.record(OTHER, 'account', EVENTS['seen-other']);
  const view = 'select siret, connection, account from enrolments order by siret';
  expect(await intruder.rows(view)).toEqual([
    [SIRET, 'intended', 'unread'],
    [OTHER, 'unread', 'existing'],
  ]);
});

for (const table of ['events', 'steps', 'sign_ins']) {
  test(`no row of "${table}" can be changed or deleted, whoever tries`, async ({
    ledger,
    intruder,
  }) => {
    await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
    await ledger.recordStep('began', SIRET, 'read-connections');
    await ledger.recordSignIn('admin', { outcome: 'refused' });
    const refusal = `${table} is append-only`;
    await expect(intruder.exec(`update ${table} set at = 'never'`)).rejects.toThrow(refusal);
    await expect(intruder.exec(`delete from ${table}`)).rejects.toThrow(refusal);
    expect(await intruder.rows(`select 1 from ${table}`)).toEqual([[1]]);
  });
}

test('rows that raccord cannot have written are named as damage', async ({
  ledger,
  intruder,
  where,
}) => {
  await ledger.record(SIRET, 'connection', EVENTS['not-seen']);
  const insert = (siret: string, event: string, data: string): Promise<void> =>
    intruder.exec(
      `insert into events (at, run, portal, siret, stream, subject, event, data, connection, account)
       values ('2026-11-23', 'run-0', 'portail.example', '${siret}', 'connection', '', '${event}',
         '${data}', 'done', 'done')`,
    );
  await insert(SIRET, 'refuted', '{"by":"person"}');
  await insert(OTHER, 'confirmed', '{"found":7}');
  for (const siret of [SIRET, OTHER]) {
    await expect(ledger.enrolment(siret)).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      details: { file: where },
    });
  }
});
