import { Chance } from '../../fixtures/portal/drawn/chance.ts';
import { test } from '../../fixtures/playwright/flow.ts';
import {
  DIALOGS,
  LANGUAGES,
  MENUS,
  OPENINGS,
  type PortalOptions,
} from '../../fixtures/portal/options.ts';
import { drawnSeeds, replayOf } from '../pages/drawn-seeds.ts';
import { expectWholeEnrolment } from './whole-enrolment.ts';

test.describe.configure({ timeout: 240_000 });

for (const seed of drawnSeeds('portals')) {
  test.describe(`a portal drawn from ${seed} (${replayOf('portals', seed)})`, () => {
    test.use({ portalOptions: drawPortal(seed) });

    const annotation = { type: 'portals', description: '1' };
    test(
      'is gone through from sign-in to a kept credential',
      { annotation },
      async ({ portal, workplace }) => {
        await expectWholeEnrolment(portal, workplace);
      },
    );
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
    drawsAfterMs: chance.oneOf([0, 0, 30, 80, 150, 220]),
  };
}
