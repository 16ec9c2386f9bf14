import { credentialsOf, currentCredential, renewalOf } from '../../src/domain/enrolment.ts';
import { credential, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const LOGIN = 'TECH_1@cpro.fr';

interface EarlierRow {
  readonly at: string;
  /** The half, or the login of a renewal. */
  readonly about: string;
  readonly event: string;
  readonly data?: object;
}

const sealed = (id: string): object => ({ credential: { ...credential(id), login: LOGIN } });
const found = (expiresOn: string): object => ({
  found: { name: LOGIN, state: 'Actif', expiresOn },
});

/** One SIRET as earlier versions wrote it down, in two tables. */
const ROWS: readonly EarlierRow[] = [
  { at: '01', about: 'connection', event: 'not-seen' },
  { at: '02', about: 'connection', event: 'intended', data: { applicationName: 'Pldiffusion7' } },
  { at: '03', about: 'connection', event: 'doubted', data: { reason: 'not in the list' } },
  { at: '04', about: 'connection', event: 'absence-confirmed' },
  { at: '05', about: 'account', event: 'not-seen' },
  { at: '06', about: 'account', event: 'sealed', data: sealed('c1') },
  { at: '07', about: 'account', event: 'intended', data: { credentialId: 'c1' } },
  { at: '08', about: 'account', event: 'refused', data: { message: 'non' } },
  { at: '09', about: 'account', event: 'not-seen' },
  { at: '10', about: 'account', event: 'sealed', data: sealed('c2') },
  { at: '11', about: 'account', event: 'intended', data: { credentialId: 'c2' } },
  { at: '12', about: 'account', event: 'seen', data: found('2026-12-01') },
  { at: '13', about: LOGIN, event: 'sealed', data: sealed('r1') },
  { at: '14', about: LOGIN, event: 'intended', data: { credentialId: 'r1', before: {} } },
  { at: '15', about: LOGIN, event: 'not-changed', data: { by: 'list' } },
  { at: '16', about: LOGIN, event: 'sealed', data: sealed('r2') },
  { at: '17', about: LOGIN, event: 'intended', data: { credentialId: 'r2', before: {} } },
  // The clock was set back.
  { at: '16', about: LOGIN, event: 'accepted', data: { message: 'oui' } },
  { at: '18', about: 'account', event: 'seen', data: found('2028-01-21') },
  { at: '18', about: LOGIN, event: 'changed', data: { ...found('2028-01-21'), by: 'list' } },
];

test('the rows of earlier versions are read as they are, before all others', async ({
  ledger,
  intruder,
  lease,
}) => {
  for (const { at, about, event, data = {} } of ROWS) {
    const [table, column] = about === LOGIN ? ['renewals', 'login'] : ['transitions', 'half'];
    await intruder.exec(
      `insert into ${table} (at, run, portal, siret, ${column}, event, state, data)
       values ('2026-11-01T00:00:${at}.000Z', 'run-0', 'portail.example', '${SIRET}', '${about}',
         '${event}', '', '${JSON.stringify(data)}')`,
    );
  }

  const enrolment = await ledger.enrolment(SIRET);
  expect(await ledger.enrolments()).toEqual([enrolment]);
  expect(enrolment.connection.state).toBe('absent');
  expect(enrolment.account).toMatchObject({
    state: 'done',
    observation: { kind: 'present', found: { name: LOGIN, expiresOn: '2028-01-21' } },
  });
  expect(renewalOf(enrolment, LOGIN).state).toBe('confirmed');
  expect(credentialsOf(enrolment).map((entry) => [entry.credential.id, entry.status])).toEqual([
    ['c1', 'abandoned'],
    ['c2', 'replaced'],
    ['r1', 'abandoned'],
    ['r2', 'current'],
  ]);
  expect(await ledger.portals()).toEqual(['portail.example']);
  expect(await ledger.applicationNamesIntended()).toEqual(new Set());

  // What is recorded now follows them.
  const intent = { kind: 'intended', applicationName: 'Pldiffusion8' } as const;
  const after = await ledger.recordIntent(SIRET, 'connection', intent, lease);
  expect(after.connection.state).toBe('intended');
  await ledger.record(SIRET, 'account', { kind: 'doubted', reason: 'done, but not in the list' });
  expect(currentCredential(await ledger.enrolment(SIRET))).toBeUndefined();
  expect(await ledger.applicationNamesIntended()).toEqual(new Set(['Pldiffusion8']));
});
