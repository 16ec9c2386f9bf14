import { Chance } from '../../fixtures/portal/drawn/chance.ts';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import {
  DIALOGS,
  LANGUAGES,
  MENUS,
  OPENINGS,
  type PortalOptions,
} from '../../fixtures/portal/options.ts';
import type { EnrolmentOutcome } from '../../flows/enrol.ts';
import { drawnSeeds, replayOf } from '../pages/drawn-seeds.ts';

test.describe.configure({ timeout: 240_000 });

for (const seed of drawnSeeds('portals')) {
  test.describe(`a portal drawn from ${seed} (${replayOf('portals', seed)})`, () => {
    test.use({ portalOptions: drawPortal(seed) });

    test('is gone through from sign-in to a kept credential', async ({ portal, workplace }) => {
      const run = await workplace.start();
      await run.signIn();
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
    });
  });
}

/** All that may be otherwise on the real portal, drawn from a seed. */
function drawPortal(seed: number): PortalOptions {
  const chance = Chance.of(seed, 'portal');
  const harmless = DIALOGS.filter((dialog) => dialog !== 'consent');
  return {
    drawnFrom: seed,
    opens: chance.oneOf(OPENINGS),
    accountOpens: chance.oneOf(['same-tab', 'new-tab', 'iframe']),
    menu: chance.oneOf(MENUS),
    dialogs: chance.percent(30) ? harmless.filter(() => chance.percent(50)) : [],
    applicationsOn: chance.oneOf(['domain-page', 'home']),
    language: chance.oneOf(LANGUAGES),
    emptyList: chance.oneOf(['sentence', 'headers']),
    proposesEmail: chance.percent(70),
  };
}

function whyOf({ connection, account }: EnrolmentOutcome): string {
  return [connection, account]
    .flatMap((half) => ('cause' in half ? [half.cause] : []))
    .map(({ code, step, details }) => `${code} at ${step ?? ''}: ${JSON.stringify(details)}`)
    .join('\n');
}
