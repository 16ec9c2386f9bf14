import { randomInt } from 'node:crypto';
import { expect, test } from '../../fixtures/playwright/command.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';
import { STEPS, type Step } from '../../src/domain/step-names.ts';
import { credentialDocument, documentOf, enrolmentDocument, errorDocument } from './documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--json', '--verbose'] as const;

test.describe.configure({ timeout: 240_000 });
const CREATED = { outcome: 'created' };
const SKIPPED = { outcome: 'skipped' };
const STOPPED = { outcome: 'failed', error: { code: 'INTERRUPTED' } };

interface Interruption {
  /** The step in hand. */
  readonly during: Step;
  readonly signal: NodeJS.Signals;
  /** The half that is asked for; absent: both. */
  readonly only?: Resource;
  /** The first step that does not begin any more. */
  readonly next: Step;
  /** What the document says of the two halves. What was sent is confirmed all the same. */
  readonly says: Readonly<Record<Resource, object>>;
}

const INTERRUPTED: readonly Interruption[] = [
  {
    ...{ during: 'sign-in', signal: 'SIGINT', next: 'open-connections' },
    says: { connection: STOPPED, account: STOPPED },
  },
  {
    ...{ during: 'submit-declaration', signal: 'SIGTERM', next: 'open-account-form' },
    says: { connection: CREATED, account: STOPPED },
  },
  {
    ...{ during: 'capture-credential', signal: 'SIGINT', next: 'submit-account', only: 'account' },
    says: { connection: SKIPPED, account: STOPPED },
  },
];

for (const { during: step, signal, only, next, says } of INTERRUPTED) {
  const tag = step === 'submit-declaration' ? '@representative' : '@whole';
  test(
    `${signal} during ${step} lets it finish and keeps the state`,
    { tag },
    async ({ portal, raccordHere, startRaccord }) => {
      const running = startRaccord([...RUN, ...onlyFlags(only)]);
      await running.says(began(step));
      running.kill(signal);
      const interrupted = await running.finished;
      expect(interrupted.exitCode, interrupted.stderr).toBe(130);
      expect(documentOf(interrupted, enrolmentDocument)).toMatchObject(says);
      expect(interrupted.stderr).toContain('Finishing the current step.');
      expect(interrupted.stderr).toContain('! INTERRUPTED');
      expect(interrupted.stderr).toMatch(ended(step));
      expect(interrupted.stderr).not.toMatch(began(next));

      const again = await raccordHere([...RUN, ...onlyFlags(only)]);
      expect(again.exitCode, again.stderr).toBe(0);
      expectMade(portal, only);
    },
  );
}

interface Kill {
  readonly at: Step;
  /** The half that is asked for; absent: both. */
  readonly only?: Resource;
  /** Where the portal never answers, it was reached when raccord is killed. */
  readonly unanswered?: 'declare' | 'create-account';
  /** What the next run makes of it. */
  readonly next: Readonly<Record<string, unknown>>;
  readonly tag?: '@whole';
}

const KILLS: Readonly<Record<string, Kill>> = {
  'as the declaration lands': {
    ...{ at: 'submit-declaration', only: 'connection', unanswered: 'declare' },
    next: { connection: { outcome: 'recovered' } },
    tag: '@whole',
  },
  'as the account lands': {
    ...{ at: 'submit-account', only: 'account', unanswered: 'create-account' },
    next: { account: { outcome: 'unproven' } },
  },
  'at a random step': {
    at: STEPS[randomInt(1, STEPS.length)]!,
    next: {},
    tag: '@whole',
  },
};

for (const [moment, kill] of Object.entries(KILLS)) {
  const { at, only, unanswered, next, tag = '@representative' } = kill;
  test(
    `a run that is killed ${moment} is completed by the next, with one of each`,
    { tag },
    async ({ portal, raccordHere, startRaccord }) => {
      test.info().annotations.push({ type: 'killed at', description: at });
      if (unanswered !== undefined) portal.fail({ at: unanswered, how: 'silence-after' });
      // It still waits for the answer when it is killed.
      const running = startRaccord([...RUN, ...onlyFlags(only)], { RACCORD_PATIENCE: '2m' });
      await running.says(began(at));
      const writes = unanswered === undefined ? 0 : 1;
      await expect
        .poll(() => portal.truth().writes, { timeout: 60_000 })
        .toBeGreaterThanOrEqual(writes);
      running.kill('SIGKILL');
      expect((await running.finished).exitCode).toBeNull();

      const again = await raccordHere([...RUN, ...onlyFlags(only)]);
      const document = documentOf(again, enrolmentDocument);
      expect(document).toMatchObject(next);
      expectMade(portal, only);
      const isUnproven = document.account.outcome === 'unproven';
      expect(again.exitCode, again.stderr).toBe(isUnproven ? 1 : 0);
      if (only === 'connection') return;
      const [{ login, password } = {}] = portal.truth().accounts;
      const show = ['credentials', 'show', '--siret', SIRET, '--json'];
      if (isUnproven) {
        const shown = await raccordHere([...show, '--doubtful']);
        const { credentials } = JSON.parse(shown.stdout) as { credentials: unknown[] };
        expect(credentials).toMatchObject([{ status: 'unproven', login, password }]);
      } else {
        const shown = await raccordHere(show);
        expect(documentOf(shown, credentialDocument)).toMatchObject({ login, password });
      }
    },
  );
}

// So does a second batch in batch/roster.spec.ts.
test('a second run on the same home ends at once and names who holds it @whole', async ({
  portal,
  raccordHere,
  startRaccord,
}) => {
  const first = startRaccord([...RUN, '--only', 'connection']);
  await first.says(ended('sign-in'));
  const second = await raccordHere(['run', '--siret', '81263740300013', '--json']);
  expect(second.exitCode, second.stderr).toBe(2);
  const { error } = documentOf(second, errorDocument);
  expect(error.code).toBe('HOME_LOCKED');
  expect(error.message).toContain(`pid ${first.pid} on `);
  expect((await first.finished).exitCode).toBe(0);
  expectMade(portal, 'connection');
});

function began(step: Step): RegExp {
  return new RegExp(`"step":"${step}".*"step began"`, 'u');
}

function ended(step: Step): RegExp {
  return new RegExp(`"step":"${step}".*"step ended"`, 'u');
}

function onlyFlags(only: Resource | undefined): readonly string[] {
  return only === undefined ? [] : ['--only', only];
}

/** One of each, or of the half that was asked for. */
function expectMade(portal: StandInPortal, only?: Resource): void {
  const { connections, accounts, writes } = portal.truth();
  expect({ connections: connections.length, accounts: accounts.length, writes }).toEqual({
    connections: only === 'account' ? 0 : 1,
    accounts: only === 'connection' ? 0 : 1,
    writes: only === undefined ? 2 : 1,
  });
}
