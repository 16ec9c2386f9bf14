import type { Siret } from '../../src/domain/siret.ts';
import { expect, test } from './ledger-fixtures.ts';

const siret = '73282932000074' as Siret;

test('what the latest proof told of the account stands, whatever was met since', async ({
  ledger: { verifications },
}) => {
  const record = (outcome: string): Promise<void> =>
    verifications.record({ siret, credentialId: 'one', outcome });
  expect(await verifications.latestOutcome('one')).toBeUndefined();
  for (const nothing of ['unclear', 'unavailable', 'too-young', 'application-refused']) {
    await record(nothing);
    expect(await verifications.latestOutcome('one'), nothing).toBeUndefined();
  }
  await record('account-refused-by-name');
  await record('unavailable');
  await record('unclear');
  expect(await verifications.latestOutcome('one')).toBe('account-refused-by-name');
  expect(await verifications.latestOutcome('two')).toBeUndefined();
  await record('works');
  expect(await verifications.latestOutcome('one')).toBe('works');
});

test('a refusal that an earlier version wrote tells nothing: it may have named no account', async ({
  ledger: { verifications },
}) => {
  await verifications.record({ siret, credentialId: 'one', outcome: 'account-refused' });
  expect(await verifications.latestOutcome('one')).toBeUndefined();
});
