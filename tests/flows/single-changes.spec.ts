import type { BrowserContext } from 'playwright';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import { changeAnswers, changePages } from '../../fixtures/playwright/page-change.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';
import type { AnyRaccordError } from '../../src/errors/raccord-error.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { explainError } from '../../src/messages/render.ts';
import { CANARIES } from '../matrix/canaries.ts';
import { libraryWordsIn } from '../matrix/library-words.ts';
import { ACCOUNT_CHANGES } from './changes/account-changes.ts';
import type { Change } from './changes/change.ts';
import { DECLARATION_CHANGES } from './changes/declaration-changes.ts';
import { LIST_CHANGES } from './changes/list-changes.ts';

test.describe.configure({ timeout: 240_000 });

/** Milliseconds for what a changed page may not bring. */
const IN_VAIN = 5_000;

const RESOURCES: readonly (readonly [Resource, readonly Change[]])[] = [
  ['connection', [...LIST_CHANGES, ...DECLARATION_CHANGES]],
  ['account', ACCOUNT_CHANGES],
];

for (const [only, changes] of RESOURCES) {
  for (const change of changes) {
    const { what, page, ends, telling } = change;
    const how = ends === 'created' ? 'goes on rightly' : `stops with ${ends}`;
    const tag = telling === true ? [] : ['@whole'];
    test.describe(`on "${page}"`, () => {
      test.use({
        portalOptions: { nextPasswords: CANARIES, ...change.portal },
      });

      test(`${what}: the ${only} ${how}`, { tag }, async ({ portal, workplace, run }, info) => {
        run.browserWorker.activePage.timeoutMs = IN_VAIN;
        run.browserWorker.context.setDefaultTimeout(IN_VAIN);
        const isChanged = await make(change, run.browserWorker.context);
        if (change.fault !== undefined) portal.fail(change.fault);
        const before = portal.truth();

        const result = (await run.enrol({ only }))[only];
        const cause = 'cause' in result ? result.cause : undefined;
        const message = cause === undefined ? '' : told(cause, portal.url);
        const description = JSON.stringify({ what, page, code: cause?.code, message });
        info.annotations.push({ type: 'change', description });

        await expect.poll(isChanged).toBe(true);
        expect(cause?.code ?? result.outcome, message).toBe(ends);
        expect(message).toContain(change.says ?? '');

        const { connections, accounts, writes } = portal.truth();
        const isWritten = ends === 'created';
        expect(writes - before.writes).toBe(isWritten ? 1 : 0);
        for (const secret of CANARIES) expect(message).not.toContain(secret);
        expect(libraryWordsIn({ stdout: message, stderr: '' })).toEqual([]);
        const declared = connections.slice(before.connections.length);
        const isDeclared = isWritten && only === 'connection';
        expect(declared).toMatchObject(isDeclared ? [DECLARED] : []);
        expect(accounts).toMatchObject(isWritten && only === 'account' ? [{ siret: LYON }] : []);
        const kept = (await workplace.credentials(run)).filter(
          ({ status }) => status === 'current',
        );
        expect(kept).toMatchObject(accounts.map(({ login, password }) => ({ login, password })));
      });
    });
  }
}

const DECLARED = {
  siret: LYON,
  usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
  editor: 'PLDChorus',
  contactName: 'Camille Martin',
  contactPhone: '0472000000',
  contactEmail: 'camille@exemple.fr',
};

/** Makes the change in the browser; tells whether a page was changed, where it is to be. */
async function make(
  { within, alter, answer }: Change,
  context: BrowserContext,
): Promise<() => boolean> {
  if (answer !== undefined) return changeAnswers(context, answer);
  if (within === undefined || alter === undefined) return () => true;
  return changePages(context, within, alter);
}

/** What raccord says of an error, without what is the test's own. */
function told(error: AnyRaccordError, portal: string): string {
  const { what, expected, found } = explainError(error, textsFor('en'));
  return [what, expected && `Expected: ${expected}.`, found && `Found: ${found}.`]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
    .replace(/\s+/gu, ' ')
    .replaceAll(`:${new URL(portal).port}`, '');
}
