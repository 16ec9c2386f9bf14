import { observe } from '../../flows/write.ts';
import { credentialsOf, renewalOf } from '../../src/domain/enrolment.ts';
import { isOutdated } from '../../src/domain/write-basis.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { credential, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const ACCOUNT = credential('c1');
const FOUND = { name: ACCOUNT.login, state: 'Validé' };
const MADE = { kind: 'confirmed', found: FOUND, by: 'list' } as const;
const SECOND = { kind: 'sealed', credential: credential('c2') } as const;
const OUTDATED = { code: 'READING_OUTDATED' };

test('a run that waited while another one made what it was to make makes no second', async ({
  ledger,
  lease,
}) => {
  const nothing = await ledger.enrolment(SIRET);
  await observe(nothing, 'connection', [], { ledger });
  const { enrolment } = await observe(nothing, 'account', [], { ledger });

  await ledger.recordIntent(SIRET, 'connection', EVENTS.intended, lease, enrolment.connection);
  await ledger.record(SIRET, 'connection', EVENTS.confirmed);
  await ledger.record(SIRET, 'account', EVENTS.sealed, enrolment.account);
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, lease);
  const made = await ledger.record(SIRET, 'account', MADE);

  const intent = { kind: 'intended', applicationName: 'Pldiffusion8' } as const;
  await expect(
    ledger.recordIntent(SIRET, 'connection', intent, lease, enrolment.connection),
  ).rejects.toMatchObject(OUTDATED);
  await expect(ledger.record(SIRET, 'account', SECOND, enrolment.account)).rejects.toMatchObject(
    OUTDATED,
  );
  expect(credentialsOf(made)).toMatchObject([{ status: 'current' }]);
  // Another account is made where a person asked for one after this was known.
  await ledger.record(SIRET, 'account', SECOND, made.account);
});

test('a list that was read before another run made an account casts no doubt on it', async ({
  ledger,
  lease,
}) => {
  const before = await ledger.enrolment(SIRET);
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await ledger.record(SIRET, 'account', EVENTS.sealed);
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, lease);
  const made = await ledger.record(SIRET, 'account', MADE);
  await expect(observe(before, 'account', [], { ledger })).rejects.toMatchObject(OUTDATED);
  expect((await ledger.enrolment(SIRET)).account.state).toBe('done');
  await expect(observe(made, 'account', [], { ledger })).rejects.toMatchObject({
    code: 'OUTCOME_DOUBTFUL',
  });
});

test('a password that another run has reset since it was found due is not reset again', async ({
  ledger,
  lease,
}) => {
  const subject = { login: ACCOUNT.login };
  const reset = async (id: string): Promise<void> => {
    const own = { ...ACCOUNT, id };
    const intent = { kind: 'intended', credentialId: id, before: {} } as const;
    await ledger.record(SIRET, subject, { kind: 'sealed', credential: own });
    await ledger.recordIntent(SIRET, subject, intent, lease);
    await ledger.record(SIRET, subject, MADE);
  };
  await reset('r1');
  const basis = { operation: renewalOf(await ledger.enrolment(SIRET), ACCOUNT.login) };
  const sealed = { kind: 'sealed', credential: { ...ACCOUNT, id: 'r9' } } as const;
  await reset('r2');
  await expect(ledger.record(SIRET, subject, sealed, basis)).rejects.toMatchObject(OUTDATED);
});

test('what other runs read alike outdates nothing, what they found does', async ({ ledger }) => {
  const { account } = await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  const again = await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  expect(isOutdated(account, again, 'account')).toBe(false);
  const shown = await ledger.record(SIRET, 'account', { kind: 'seen-other', found: FOUND });
  expect(isOutdated(account, shown, 'account')).toBe(true);
  expect(isOutdated(shown.account, shown, 'account')).toBe(false);
  // What the list shows makes no difference to a record of the list.
  expect(isOutdated({ operation: account.operation }, shown, 'account')).toBe(false);
});

test('on several machines another account finds the same, once the first has finished', async ({
  ledger,
  open,
}) => {
  test.skip(!ledger.backend.isShared, 'one account at a time works on a file');
  const [anne, bruno] = [ledger, await open({ runId: 'run-2' })];
  const take = (store: typeof ledger, login: string) =>
    acquireAccountLease(store, { portal: 'p', login }, { ttlMs: 60_000, holder: thisProcess() });
  const [first, second] = [await take(anne, 'anne'), await take(bruno, 'bruno')];
  const known = await bruno.enrolment(SIRET);
  const { enrolment } = await observe(known, 'account', [], { ledger: bruno.under(second) });
  const own = anne.under(first);
  await own.record(SIRET, 'account', EVENTS.sealed);
  await expect(
    bruno.under(second).record(SIRET, 'account', SECOND, enrolment.account),
  ).rejects.toMatchObject({ code: 'SIRET_LOCKED' });
  await own.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, first);
  await own.record(SIRET, 'account', MADE);
  await expect(
    bruno.under(second).record(SIRET, 'account', SECOND, enrolment.account),
  ).rejects.toMatchObject(OUTDATED);
});
