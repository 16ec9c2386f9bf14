import { startPisteApi } from '../../fixtures/piste/server.ts';
import { pisteEnvironmentFor } from '../../fixtures/playwright/raccord-process.ts';
import { spedUp, type NoiseOption } from '../../fixtures/playwright/piste-noise.ts';
import { expect, test as base } from '../../fixtures/playwright/command.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const test = base.extend<NoiseOption>({ noise: [null, { option: true }] });

const PROVEN = enrolmentDocument.loose();

const SIRET = '73282932000074';

test('a run whose proof is refused did something: exit code 1, and not that of bad input', async ({
  portal,
  noise,
  raccordHere,
}) => {
  const piste = await startPisteApi({ truth: () => portal.truth(), ...spedUp(noise) });
  piste.fail({ at: 'token', how: 'invalid-client' });
  const done = await raccordHere(
    ['run', '--siret', SIRET, '--only', 'account', '--verify', '--json'],
    { ...pisteEnvironmentFor(piste), RACCORD_READY_AFTER: '1s' },
  );
  await piste.close();
  expect(done.exitCode, done.stderr).toBe(1);
  expect(documentOf(done, PROVEN)).toMatchObject({
    account: { outcome: 'created' },
    verifications: [{ siret: SIRET, outcome: 'application-refused' }],
  });
});
