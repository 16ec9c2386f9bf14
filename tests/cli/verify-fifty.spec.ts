import { manyStructures } from '../../fixtures/rosters/many.ts';
import { ACCOUNT, CONNECTION } from '../api/api-fixtures.ts';
import { expect, test } from './verify-fixtures.ts';

const COUNT = 50;

/** Of the fifty, those whose password was changed elsewhere. */
const WRONG = new Set([0, 3, 17, 49]);

const SIRETS = manyStructures(COUNT).map(({ siret }) => siret);

test.describe.configure({ timeout: 120_000 });
test.use({ noise: { seed: 11, perSecond: 2, every: 8 } });

test(
  'verify of fifty through the noise of PISTE finds the four wrong passwords and no other',
  { tag: '@whole' },
  async ({ capture, held, raccord }) => {
    held.connections.push(...SIRETS.map((siret, id) => ({ ...CONNECTION, id, siret })));
    for (const siret of SIRETS) {
      await capture({ ...ACCOUNT, siret, login: `TECH_1_${siret}@cpro.fr` });
    }
    for (const index of WRONG) {
      const account = held.accounts[index];
      if (account === undefined) throw new Error(`no account ${index}`);
      held.accounts[index] = { ...account, password: 'Changed-elsewhere-1' };
    }
    const { exitCode, stdout, stderr } = await raccord(['verify', '--all', '--json']);
    expect(exitCode, stderr).toBe(1);
    const { verifications } = JSON.parse(stdout) as {
      verifications: { siret: string; outcome: string }[];
    };
    const found = new Map(verifications.map(({ siret, outcome }) => [siret, outcome]));
    const meant = SIRETS.map((siret, index) => [
      siret,
      WRONG.has(index) ? 'account-refused' : 'works',
    ]);
    expect(SIRETS.map((siret) => [siret, found.get(siret)])).toEqual(meant);
  },
);
