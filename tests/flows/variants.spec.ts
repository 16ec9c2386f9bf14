import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';
import type { PortalOptions } from '../../fixtures/portal/options.ts';

test.describe.configure({ timeout: 120_000 });

interface Variant {
  readonly what: string;
  readonly options: PortalOptions;
  /** The half whose pages are otherwise; both where it is left out. */
  readonly only?: Resource;
}

/** Ways in which the portal may be built: the same flows, with no option set, must pass all. */
const VARIANTS: readonly Variant[] = [
  {
    what: 'a domain that says of itself what its application says',
    options: { applicationsOn: 'home', language: 'fr-variant' },
    only: 'connection',
  },
  {
    what: 'an empty list that shows its headers',
    options: { emptyList: 'headers' },
    only: 'connection',
  },
  {
    what: 'a form that takes three seconds to fill itself in',
    options: { autofillDelayMs: 3_000 },
    only: 'account',
  },
  {
    what: 'a list that names the contact and writes the month first',
    options: { accountContact: 'name', accountDates: 'month-first' },
    only: 'account',
  },
  { what: 'a code of an authenticator', options: { secondFactor: 'totp' }, only: 'connection' },
];

/** Those that a portal made otherwise (skins.spec.ts) is built in too. */
const MET_ELSEWHERE: readonly Variant[] = [
  { what: 'applications that open in a new tab', options: { opens: 'new-tab' } },
  { what: 'applications that open in the same tab', options: { opens: 'same-tab' } },
  { what: 'the applications on the home page', options: { applicationsOn: 'home' } },
  { what: 'a portal in English', options: { language: 'en' } },
  {
    what: 'answers that take their time',
    options: { networkDelay: true, autofillDelayMs: 600 },
  },
];

for (const variant of [...VARIANTS, ...MET_ELSEWHERE]) {
  const { what, options, only } = variant;
  const tag = MET_ELSEWHERE.includes(variant) ? ' @whole' : '';
  test.describe(`with ${what}${tag}`, () => {
    test.use({ portalOptions: options });

    test('what is asked for is created, and the credential kept is the one of the portal', async ({
      portal,
      workplace,
      run,
    }) => {
      const outcome = await run.enrol(only && { only });
      const { connections, accounts, writes } = portal.truth();
      const [declares, creates] = [only !== 'account', only !== 'connection'];
      const login = `TECH_1_${LYON}@cpro.fr`;
      expect(outcome).toMatchObject({
        ...(declares && { connection: { outcome: 'created', applicationName: 'Pldiffusion1' } }),
        ...(creates && { account: { outcome: 'created', login } }),
      });
      expect(connections).toMatchObject(
        declares ? [{ siret: LYON, applicationName: 'Pldiffusion1' }] : [],
      );
      expect(writes).toBe(only === undefined ? 2 : 1);
      const password = accounts[0]?.password;
      expect(await workplace.credentials(run)).toEqual(
        creates ? [{ login, password, status: 'current' }] : [],
      );
    });
  });
}

test.describe('with a form that proposes no e-mail', () => {
  test.use({ portalOptions: { proposesEmail: false } });

  test('the e-mail of the contact is filled in', async ({ portal, run }) => {
    expect(await run.enrol({ only: 'account' })).toMatchObject({ account: { outcome: 'created' } });
    expect(portal.truth().accounts).toMatchObject([{ contactEmail: 'camille@exemple.fr' }]);
  });
});

test.describe('with the chatbot over the buttons of a small window', () => {
  test.use({ portalOptions: { chatbot: true } });

  test('both halves are created all the same', async ({ portal, run }) => {
    await run.browserWorker.activePage.page.setViewportSize({ width: 640, height: 360 });
    run.browserWorker.context.on('page', (tab) => {
      tab.setViewportSize({ width: 640, height: 360 }).catch(() => undefined);
    });
    expect(await run.enrol()).toMatchObject({
      connection: { outcome: 'created' },
      account: { outcome: 'created' },
    });
    expect(portal.truth().writes).toBe(2);
  });
});
