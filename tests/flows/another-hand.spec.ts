import { expect, test as base } from '../../fixtures/playwright/flow.ts';
import { LYON, type Workplace, type Run } from '../../fixtures/playwright/workplace.ts';
import type { PasswordVerdict } from '../../src/domain/settlement.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { Secret } from '../../src/secrets/secret.ts';

const LOGIN = `TECH_1_${LYON}@cpro.fr`;
const ACCOUNT = { only: 'account' } as const;

const test = base.extend<{
  /** Creates an account as somebody else does, with the e-mail that the form proposes to each. */
  readonly otherHand: () => void;
}>({
  otherHand: async ({ portal }, use) => {
    await use(() => {
      const email = portal.administrator.login;
      const made = portal.secondHand({ does: 'create-account', siret: LYON, email });
      expect(made).toBeDefined();
    });
  },
});

test.describe.configure({ timeout: 180_000 });

test('an account that another hand makes before our click is refused to us, and not ours', async ({
  workplace,
  run,
  otherHand,
}) => {
  after(run, 'capture-credential', otherHand);
  const { account } = await run.enrol(ACCOUNT);
  expect(account).toMatchObject({ cause: { code: 'ACCOUNT_REFUSED' } });
  expect(await statuses(workplace, run)).toEqual(['abandoned']);

  const second = await workplace.start();
  expect((await second.enrol(ACCOUNT)).account).toMatchObject({
    outcome: 'existing',
    login: LOGIN,
  });
  expect(await statuses(workplace, second)).toEqual(['abandoned']);
});

/** A run that was killed at its click before anything was sent; then a person makes the account. */
async function killedAndMadeByHand(run: Run, otherHand: () => void): Promise<void> {
  const password = new Secret('Mot-jamais-envoyé');
  await run.ledger.record(LYON, 'account', { kind: 'not-seen' });
  const credential = await run.vault.seal({ siret: LYON, login: LOGIN, password });
  await run.ledger.record(LYON, 'account', { kind: 'sealed', credential });
  await run.intend(LYON, 'account');
  otherHand();
}

test('an account that a person made after our click was cut off is not taken for ours', async ({
  workplace,
  run,
  otherHand,
}) => {
  await killedAndMadeByHand(run, otherHand);
  const second = await workplace.start();
  // Asked for before anybody knew of that account.
  const { account } = await second.enrol({ ...ACCOUNT, newAccount: true });
  expect(account).toMatchObject({ cause: { code: 'ACCOUNT_UNPROVEN', details: { login: LOGIN } } });
  expect((await second.ledger.enrolment(LYON)).account.state).toBe('unproven');
  expect(await statuses(workplace, second)).toEqual(['unproven']);

  await test.step('a new account may be made beside it', async () => {
    const third = await workplace.start();
    const made = await third.enrol({ ...ACCOUNT, newAccount: true });
    expect(made.account).toMatchObject({ outcome: 'created', login: `TECH_2_${LYON}@cpro.fr` });
    expect(await statuses(workplace, third)).toEqual(['abandoned', 'current']);
  });
});

const PROVEN: readonly [PasswordVerdict, Record<string, unknown>, string][] = [
  ['new', { outcome: 'recovered', login: LOGIN }, 'current'],
  ['not-new', { outcome: 'existing', login: LOGIN }, 'abandoned'],
];

for (const [proof, outcome, status] of PROVEN) {
  test(`the API decides whose it is: ${proof}`, async ({ workplace, run, otherHand }) => {
    await killedAndMadeByHand(run, otherHand);
    const second = await workplace.start();
    const tried: boolean[] = [];
    const { account } = await second.enrol(ACCOUNT, ({ isNewAccount = false }) => {
      tried.push(isNewAccount);
      return Promise.resolve(proof);
    });
    expect(account).toMatchObject(outcome);
    expect(tried).toEqual([true]);
    expect(await statuses(workplace, second)).toEqual([status]);
  });
}

test('two new accounts where one was made are told, with the numbers', async ({
  portal,
  workplace,
  run,
  otherHand,
}) => {
  after(run, 'submit-account', otherHand);
  const { account } = await run.enrol(ACCOUNT);
  expect(account).toMatchObject({
    cause: {
      code: 'OUTCOME_DOUBTFUL',
      details: { reason: expect.stringContaining('shows 2 more than before') },
    },
  });
  expect(portal.truth().accounts).toHaveLength(2);
  expect(await statuses(workplace, run)).toEqual(['submitted']);
});

async function statuses(workplace: Workplace, run: Run): Promise<string[]> {
  return (await workplace.credentials(run)).map(({ status }) => status);
}

/** Does something once a step has ended. */
function after(run: Run, step: Step, work: () => void): void {
  const nothing = (): Promise<void> => Promise.resolve();
  run.observers.push({
    began: nothing,
    failed: nothing,
    ended: (ended) => {
      if (ended === step) work();
      return nothing();
    },
  });
}
