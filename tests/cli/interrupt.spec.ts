import { randomInt } from 'node:crypto';
import { expect, test } from '../../fixtures/playwright/test.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { STEPS, type Step } from '../../src/domain/steps.ts';
import { credentialDocument, documentOf, enrolmentDocument, errorDocument } from './documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--json', '--verbose'] as const;

test.describe.configure({ timeout: 240_000 });
test.use({ portalOptions: { secondFactor: 'none' } });

const CREATED = { outcome: 'created' };
const STOPPED = { outcome: 'failed', error: { code: 'INTERRUPTED' } };

/**
 * The step in hand, the first that does not begin any more, and what the document says of the two
 * halves. What was sent is confirmed all the same.
 */
const INTERRUPTED: readonly (readonly [Step, NodeJS.Signals, Step, object, object])[] = [
  ['sign-in', 'SIGINT', 'open-connections', STOPPED, STOPPED],
  ['submit-declaration', 'SIGTERM', 'open-account-form', CREATED, STOPPED],
  ['capture-credential', 'SIGINT', 'submit-account', CREATED, STOPPED],
];

for (const [step, signal, next, connection, account] of INTERRUPTED) {
  // Before the credential there is little to lose.
  const tag = step === 'sign-in' ? '@whole' : '@representative';
  test(
    `${signal} during ${step} lets it finish and keeps the state`,
    { tag },
    async ({ portal, raccord, startRaccord }) => {
      const running = startRaccord(RUN);
      await running.says(began(step));
      running.kill(signal);
      const interrupted = await running.finished;
      expect(interrupted.exitCode, interrupted.stderr).toBe(130);
      expect(documentOf(interrupted, enrolmentDocument)).toMatchObject({ connection, account });
      expect(interrupted.stderr).toContain('Finishing the step in hand.');
      expect(interrupted.stderr).toContain('✗ INTERRUPTED');
      expect(interrupted.stderr).toMatch(ended(step));
      expect(interrupted.stderr).not.toMatch(began(next));

      const again = await raccord(['run', '--siret', SIRET, '--json']);
      expect(again.exitCode, again.stderr).toBe(0);
      expectOneOfEach(portal);
    },
  );
}

/** Recovered if the portal's yes was recorded before the kill; otherwise it may be another hand's. */
const KEPT: unknown = expect.stringMatching(/^(?:recovered|unproven)$/u);

interface Kill {
  readonly at: Step;
  /** Once the step has begun. */
  readonly when: (portal: StandInPortal) => boolean;
  /** What the next run makes of it. */
  readonly next: Readonly<Record<string, unknown>>;
  readonly tag?: '@whole';
}

const KILLS: Readonly<Record<string, Kill>> = {
  'as the declaration lands': {
    at: 'submit-declaration',
    when: (portal) => portal.truth().writes === 1,
    next: { connection: { outcome: 'recovered' }, account: CREATED },
  },
  'as the account lands': {
    at: 'submit-account',
    when: (portal) => portal.truth().writes === 2,
    next: { connection: { outcome: 'existing' }, account: { outcome: KEPT } },
  },
  'at a random step': {
    at: STEPS[randomInt(1, STEPS.length)]!,
    when: () => true,
    next: {},
    tag: '@whole',
  },
};

for (const [moment, { at, when, next, tag = '@representative' }] of Object.entries(KILLS)) {
  test(
    `a run that is killed ${moment} is completed by the next, with one of each`,
    { tag },
    async ({ portal, raccord, startRaccord }) => {
      test.info().annotations.push({ type: 'killed at', description: at });
      const running = startRaccord(RUN);
      await running.says(began(at));
      await expect.poll(() => when(portal), { intervals: [5], timeout: 60_000 }).toBe(true);
      running.kill('SIGKILL');
      expect((await running.finished).exitCode).toBeNull();

      const again = await raccord(['run', '--siret', SIRET, '--json']);
      const document = documentOf(again, enrolmentDocument);
      expect(document).toMatchObject(next);
      expectOneOfEach(portal);
      const [{ login, password } = {}] = portal.truth().accounts;
      const show = ['credentials', 'show', '--siret', SIRET, '--json'];
      if (document.account.outcome === 'unproven') {
        expect(again.exitCode, again.stderr).toBe(1);
        const shown = await raccord([...show, '--doubtful']);
        const { credentials } = JSON.parse(shown.stdout) as { credentials: unknown[] };
        expect(credentials).toMatchObject([{ status: 'unproven', login, password }]);
      } else {
        expect(again.exitCode, again.stderr).toBe(0);
        const shown = await raccord(show);
        expect(documentOf(shown, credentialDocument)).toMatchObject({ login, password });
      }
    },
  );
}

test('a second run on the same home ends at once and names who holds it', async ({
  portal,
  raccord,
  startRaccord,
}) => {
  const first = startRaccord(RUN);
  await first.says(ended('sign-in'));
  const second = await raccord(['run', '--siret', '81263740300013', '--json']);
  expect(second.exitCode, second.stderr).toBe(2);
  const { error } = documentOf(second, errorDocument);
  expect(error.code).toBe('HOME_LOCKED');
  expect(error.message).toContain(`pid ${first.pid} on `);
  expect((await first.finished).exitCode).toBe(0);
  expectOneOfEach(portal);
});

function began(step: Step): RegExp {
  return new RegExp(`"step":"${step}".*"step began"`, 'u');
}

function ended(step: Step): RegExp {
  return new RegExp(`"step":"${step}".*"step ended"`, 'u');
}

function expectOneOfEach(portal: StandInPortal): void {
  const { connections, accounts, writes } = portal.truth();
  expect(connections).toHaveLength(1);
  expect(accounts).toHaveLength(1);
  expect(writes).toBe(2);
}
