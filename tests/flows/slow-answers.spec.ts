import { isRaccordError } from '../../src/errors/raccord-error.ts';
import { ANSWER_TIMEOUT_MS } from '../../src/browser/single-send.ts';
import type { Arrival } from '../../fixtures/portal/arrivals.ts';
import type { FaultKind } from '../../fixtures/portal/fault.ts';
import type { Sending, StandInPortal } from '../../fixtures/portal/options.ts';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import { expect, test as base } from '../../fixtures/playwright/flow.ts';
import { LYON, type Run } from '../../fixtures/playwright/workplace.ts';

/** How long the portal takes to answer, in seconds: around each time-out that a click could meet. */
const ANSWERED_AFTER = [12, 16, 31, 61, 130] as const;

/** The time-out that Playwright gives to what says nothing of its own (`src/browser/launch.ts`). */
const DEFAULT_TIMEOUT_MS = 15_000;

/** By form and by script: how the pages of each option send each write. */
const SENDS: Readonly<Record<'a form' | 'a script', Sending>> = {
  'a form': 'form',
  'a script': 'script',
};

/** Each write, and what it comes to: of what was given up a list that shows it proves a connection alone. */
const WRITES: Readonly<Record<WriteAction, Tried>> = {
  declare: {
    told: async (run) => (await run.enrol({ only: 'connection' })).connection.outcome,
    ...{ answered: 'created', givenUp: 'created' },
  },
  'create-account': {
    told: async (run) => {
      const { account } = await run.enrol({ only: 'account' });
      return 'cause' in account ? account.cause.code : account.outcome;
    },
    ...{ answered: 'created', givenUp: 'ACCOUNT_UNPROVEN' },
  },
  'reset-password': {
    told: (run) =>
      run.renew().then(
        ({ outcome }) => outcome,
        (error: unknown) => (isRaccordError(error) ? error.code : String(error)),
      ),
    ...{ answered: 'renewed', givenUp: 'OUTCOME_DOUBTFUL' },
  },
};

interface Tried {
  readonly told: (run: Run) => Promise<string>;
  readonly answered: string;
  readonly givenUp: string;
}

const test = base.extend<{ scale: number }>({
  /** All times are so many times shorter: what the portal takes, and how long raccord waits. */
  scale: [1, { option: true }],
  workplaceOptions: async ({ scale }, use) => {
    // Longer than any answer: a request that was given up may land after that.
    const settings = { answerMs: ANSWER_TIMEOUT_MS / scale, settleMs: 30_000 };
    await use({ settings });
  },
});

/** From the click on, what has no time-out of its own has one that is as much shorter. */
function shortenTimeouts({ ledger, browserWorker }: Run, scale: number): void {
  const expectHeld = ledger.expectHeld.bind(ledger);
  ledger.expectHeld = async (lease) => {
    await expectHeld(lease);
    browserWorker.context.setDefaultTimeout(DEFAULT_TIMEOUT_MS / scale);
  };
  browserWorker.context.on('response', (response) => {
    if (response.request().method() === 'POST')
      browserWorker.context.setDefaultTimeout(DEFAULT_TIMEOUT_MS);
  });
  browserWorker.context.on('requestfailed', () => {
    browserWorker.context.setDefaultTimeout(DEFAULT_TIMEOUT_MS);
  });
}

function writesIn(portal: StandInPortal): readonly Arrival[] {
  return portal.arrivals().filter(({ write }) => write !== undefined);
}

interface Case {
  readonly write: WriteAction;
  readonly by: keyof typeof SENDS;
  readonly how: Extract<FaultKind, 'slow' | 'slow-after'>;
  readonly seconds: number;
  readonly scale: number;
  readonly tag: '@whole' | '@representative';
}

function define({ write, by, how, seconds, scale, tag }: Case): void {
  const handled = how === 'slow' ? 'before it is handled' : 'after it was handled';
  const atScale = scale === 1 ? '' : `, ${scale} times faster`;
  test.describe(`${write} by ${by}${atScale}`, () => {
    test.use({
      scale,
      portalOptions: {
        secondFactor: 'none',
        sends: SENDS[by],
        ...(write === 'reset-password' && {
          existingAccounts: [{ siret: LYON, createdAt: '2025-01-15T08:00:00.000Z' }],
        }),
      },
    });

    test(
      `is one request where its answer is held for ${seconds} s ${handled}`,
      { tag },
      async ({ portal, run }) => {
        test.setTimeout(120_000 + (seconds * 1_000) / scale);
        portal.fail({ at: write, how, afterMs: (seconds * 1_000) / scale });
        shortenTimeouts(run, scale);
        const { told, answered, givenUp } = WRITES[write];
        expect(await told(run)).toBe(seconds * 1_000 > ANSWER_TIMEOUT_MS ? givenUp : answered);
        // Of what is still held the portal knows in a moment.
        await expect.poll(() => portal.truth().writes).toBe(1);
        expect(writesIn(portal)).toMatchObject([{ write }]);
      },
    );
  });
}

// At full length, what really happens: `npm run whole`.
for (const write of Object.keys(WRITES) as WriteAction[]) {
  for (const by of Object.keys(SENDS) as (keyof typeof SENDS)[]) {
    for (const seconds of ANSWERED_AFTER) {
      define({ write, by, how: 'slow-after', seconds, scale: 1, tag: '@whole' });
      // What was given up lands all the same.
      if (seconds * 1_000 > ANSWER_TIMEOUT_MS) {
        define({ write, by, how: 'slow', seconds, scale: 1, tag: '@whole' });
      }
    }
  }
}

/*
 * Twenty times faster the same decisions are taken: an answer that comes long after the default
 * time-out is waited for, one that comes after raccord's patience is given up and looked for in the
 * list, and neither makes the browser send again. (`submission.spec.ts` has each of the times.)
 */
for (const [write, by, seconds] of [
  ['create-account', 'a script', 130],
  ['reset-password', 'a form', 130],
] as const) {
  define({ write, by, how: 'slow', seconds, scale: 20, tag: '@representative' });
}
