import { startPisteApi } from '../../fixtures/piste/server.ts';
import {
  environmentFor,
  startRaccord,
  pisteEnvironmentFor,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const PROVEN = enrolmentDocument.loose();

const SIRET = '73282932000074';

test.use({ portalOptions: { secondFactor: 'none', autofillDelayMs: 80 } });

test('a run whose proof is refused did something: exit code 1, and not that of bad input', async ({
  portal,
  folder,
  home,
}) => {
  const piste = await startPisteApi({ truth: () => portal.truth() });
  piste.fail({ at: 'token', how: 'invalid-client' });
  const environment = {
    ...environmentFor(portal, home),
    ...pisteEnvironmentFor(piste),
    RACCORD_READY_AFTER: '1s',
  };
  const args = ['run', '--siret', SIRET, '--verify', '--json'];
  const done = await startRaccord(args, { environment, folder }).finished;
  await piste.close();
  expect(done.exitCode, done.stderr).toBe(1);
  expect(documentOf(done, PROVEN)).toMatchObject({
    account: { outcome: 'created' },
    verifications: [{ siret: SIRET, outcome: 'application-refused' }],
  });
});
