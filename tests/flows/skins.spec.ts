import { expect, test } from '../../fixtures/playwright/flow.ts';
import type { EnrolmentOutcome } from '../../flows/enrol.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import type { PortalOptions } from '../../fixtures/portal/options.ts';

const SKINS = [
  'default',
  'native',
  'select2-3',
  'select2-4',
  'listbox',
  'overlay',
  'table',
  'bootstrap',
] as const;

const OPENINGS = [
  { opens: 'new-tab', menu: 'links' },
  { opens: 'same-tab', menu: 'behind-button', dialogs: ['news', 'cookies', 'survey'] },
  { opens: 'pop-up', menu: 'tabs', applicationsOn: 'home' },
  { opens: 'iframe', accountOpens: 'iframe', menu: 'buttons' },
] as const satisfies readonly PortalOptions[];

const LANGUAGES = ['fr', 'fr-variant', 'en'] as const;

test.describe.configure({ timeout: 240_000 });

// One part of them each time, so that each skin, opening and wording is met; all by `npm run skins`.
for (const [s, skin] of SKINS.entries()) {
  for (const [o, opening] of OPENINGS.entries()) {
    for (const [l, language] of LANGUAGES.entries()) {
      const isPart = o === s % OPENINGS.length && l === s % LANGUAGES.length;
      const name = `${skin}, ${opening.opens}, ${language}`;
      test.describe(`a portal made otherwise: ${name}${isPart ? '' : ' @whole'}`, () => {
        test.use({ portalOptions: { skin, ...opening, language, secondFactor: 'none' } });

        test('is gone through from sign-in to a kept credential with no option set', async ({
          portal,
          workplace,
          run,
        }) => {
          const outcome = await run.enrol();
          expect(outcome, whyOf(outcome)).toMatchObject({
            connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
            account: { outcome: 'created', login: `TECH_1_${LYON}@cpro.fr` },
          });
          const { connections, accounts, writes } = portal.truth();
          expect(connections).toMatchObject([{ siret: LYON, applicationName: 'Pldiffusion1' }]);
          expect(writes).toBe(2);
          expect(await workplace.credentials(run)).toEqual([
            { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
          ]);
          const again = await run.enrol();
          expect([again.connection.outcome, again.account.outcome]).toEqual([
            'existing',
            'existing',
          ]);
          expect(portal.truth().writes).toBe(2);
        });
      });
    }
  }
}

function whyOf(outcome: EnrolmentOutcome): string {
  return [outcome.connection, outcome.account]
    .flatMap((half) => ('cause' in half ? [half.cause] : []))
    .map(({ code, step, details }) => `${code} at ${step ?? ''}: ${JSON.stringify(details)}`)
    .join('\n');
}
