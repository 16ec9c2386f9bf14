import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import type { PortalOptions } from '../../fixtures/portal/options.ts';

test.describe.configure({ timeout: 120_000 });

/** Ways in which the portal may be built: the same flows, with no option set, must pass all. */
const VARIANTS: readonly (readonly [what: string, options: PortalOptions])[] = [
  ['applications that open in a new tab', { opens: 'new-tab' }],
  ['applications that open in the same tab', { opens: 'same-tab' }],
  ['the applications on the home page', { applicationsOn: 'home' }],
  [
    'a domain that says of itself what its application says',
    { applicationsOn: 'home', language: 'fr-variant' },
  ],
  ['a portal in English', { language: 'en' }],
  ['an empty list that shows its headers', { emptyList: 'headers' }],
  ['a form that takes three seconds to fill itself in', { autofillDelayMs: 3_000 }],
  ['a code of an authenticator', { secondFactor: 'totp' }],
  ['answers that take their time', { networkDelay: true, autofillDelayMs: 600 }],
];

/** Those that a portal made otherwise (skins.spec.ts) is built in too, or any other test's portal. */
const MET_ELSEWHERE: readonly string[] = [
  'applications that open in a new tab',
  'applications that open in the same tab',
  'a portal in English',
  'answers that take their time',
];

for (const [what, portalOptions] of VARIANTS) {
  const tag = MET_ELSEWHERE.includes(what) ? '@whole' : '@representative';
  test.describe(`with ${what}`, { tag }, () => {
    test.use({ portalOptions });

    test('both halves are created, and the credential kept is the one of the portal', async ({
      portal,
      workplace,
      run,
    }) => {
      const outcome = await run.enrol();
      const { connections, accounts, writes } = portal.truth();
      expect(outcome).toMatchObject({
        connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
        account: { outcome: 'created', login: `TECH_1_${LYON}@cpro.fr` },
      });
      expect(connections).toMatchObject([{ siret: LYON, applicationName: 'Pldiffusion1' }]);
      expect(writes).toBe(2);
      expect(await workplace.credentials(run)).toEqual([
        { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
      ]);
    });
  });
}

test.describe('with a form that proposes no e-mail', () => {
  test.use({ portalOptions: { proposesEmail: false, secondFactor: 'none' } });

  test('the e-mail of the contact is filled in', async ({ portal, run }) => {
    expect(await run.enrol()).toMatchObject({ account: { outcome: 'created' } });
    expect(portal.truth().accounts).toMatchObject([{ contactEmail: 'camille@exemple.fr' }]);
  });
});

test.describe('with the chatbot over the buttons of a small window', () => {
  test.use({ portalOptions: { chatbot: true, secondFactor: 'none' } });

  test('both halves are created all the same', async ({ portal, run }) => {
    await run.lane.screen.page.setViewportSize({ width: 640, height: 360 });
    run.lane.context.on('page', (tab) => {
      tab.setViewportSize({ width: 640, height: 360 }).catch(() => undefined);
    });
    expect(await run.enrol()).toMatchObject({
      connection: { outcome: 'created' },
      account: { outcome: 'created' },
    });
    expect(portal.truth().writes).toBe(2);
  });
});
