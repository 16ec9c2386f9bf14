import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import type { PortalOptions, SkinName } from '../../fixtures/portal/options.ts';
import { expectWholeEnrolment, whyOf } from './whole-enrolment.ts';

const SKINS = [
  'default',
  'native',
  'select2-3',
  'select2-4',
  'doubled',
  'dsfr',
  'shoelace',
  'tom-select',
] as const;

const OPENINGS = [
  { opens: 'new-tab', accountOpens: 'new-tab', menu: 'links' },
  { opens: 'same-tab', menu: 'behind-button', dialogs: ['news', 'cookies', 'survey'] },
  { opens: 'pop-up', menu: 'tabs', applicationsOn: 'home' },
  { opens: 'iframe', accountOpens: 'iframe', menu: 'buttons' },
] as const satisfies readonly PortalOptions[];

/** Answers that a form has to wait for, as on the real portal. */
const AT_USUAL_PACE: PortalOptions = { networkDelay: true, autofillDelayMs: 80 };

const MADE: PortalOptions = {
  otherConnections: [{ siret: LYON, applicationName: 'Pldiffusion1' }],
  existingAccounts: [{ siret: LYON }],
};

const LANGUAGES = ['fr', 'fr-variant', 'en'] as const;

test.describe.configure({ timeout: 240_000 });

/** Those that `npm test` enrols a structure in; all, in each opening and wording, by `npm run skins`. */
const ENROLLED: readonly SkinName[] = ['dsfr', 'shoelace'];

/** Those in which passwords are reset, each in one language; `renewal.spec.ts` has others. */
const RESET: readonly SkinName[] = [...ENROLLED, 'tom-select', 'doubled'];

const DAY_MS = 86_400_000;

/** Old enough for the list to show a reset. */
const OLD: PortalOptions = {
  existingAccounts: [{ siret: LYON, createdAt: new Date(Date.now() - 400 * DAY_MS).toISOString() }],
};

for (const [s, skin] of SKINS.entries()) {
  for (const [o, opening] of OPENINGS.entries()) {
    for (const [l, language] of LANGUAGES.entries()) {
      const isMet = o === s % OPENINGS.length && l === s % LANGUAGES.length;
      const tag = isMet && ENROLLED.includes(skin) ? '' : ' @whole';
      const name = `${skin}, ${opening.opens}, ${language}`;
      test.describe(`a portal made otherwise: ${name}${tag}`, () => {
        test.use({ portalOptions: { skin, ...opening, language, ...AT_USUAL_PACE } });

        test('is gone through from sign-in to a kept credential with no option set', async ({
          portal,
          workplace,
        }) => {
          await expectWholeEnrolment(portal, workplace);
        });
      });

      test.describe(`a portal made otherwise: ${name}, with what is asked for @whole`, () => {
        test.use({ portalOptions: { skin, ...opening, language, ...AT_USUAL_PACE, ...MADE } });

        test('is read as it is, and left alone', async ({ portal, run }) => {
          const outcome = await run.enrol();
          expect(outcome, whyOf(outcome)).toMatchObject({
            connection: { outcome: 'existing', applicationName: 'Pldiffusion1' },
            account: { outcome: 'existing', login: `TECH_1_${LYON}@cpro.fr` },
          });
          expect(portal.truth().writes).toBe(0);
        });
      });

      if (!RESET.includes(skin) || l !== s % LANGUAGES.length) continue;
      test.describe(`a portal made otherwise: ${name}, a year later @whole`, () => {
        test.use({ portalOptions: { skin, ...opening, language, ...AT_USUAL_PACE, ...OLD } });

        test('a password is reset, and the new one kept', async ({ portal, workplace, run }) => {
          expect(await run.renew()).toMatchObject({ outcome: 'renewed' });
          const { accounts, writes } = portal.truth();
          expect(writes).toBe(1);
          expect(await workplace.credentials(run)).toEqual([
            { login: accounts[0]?.login, password: accounts[0]?.password, status: 'current' },
          ]);
        });
      });
    }
  }
}

const MESSAGE = 'La structure est en cours de traitement, merci de renouveler votre demande.';

/** The title of a message may be told with it; what closes it is none of its words. */
const TOLD: unknown = expect.stringMatching(new RegExp(`^(Erreur )?${MESSAGE}$`, 'u'));

for (const skin of RESET) {
  test.describe(`a portal made of ${skin}${skin === 'dsfr' ? '' : ' @whole'}`, () => {
    test.use({ portalOptions: { skin } });

    test('says what it refuses in its own messages, and is understood', async ({ portal, run }) => {
      portal.fail({ at: 'declare', how: 'refuse', message: MESSAGE });
      portal.fail({ at: 'create-account', how: 'refuse', message: MESSAGE });
      expect(await run.enrol()).toMatchObject({
        connection: { cause: { code: 'DECLARATION_REFUSED', details: { message: TOLD } } },
        account: { cause: { code: 'ACCOUNT_REFUSED', details: { message: TOLD } } },
      });
      expect(portal.truth().writes).toBe(0);
    });
  });
}
