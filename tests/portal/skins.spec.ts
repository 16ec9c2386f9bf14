import type { SkinName } from '../../fixtures/portal/options.ts';
import { HANDS } from './hands.ts';
import { enter, expect, openAccountForm, openConnections, test } from './person.ts';

const LYON = '73282932000074';
const ODD_PASSWORD = `aB3_(<&"' %é)!`;
const USAGE = "Utilisateur d'une solution d'un éditeur ou opérateur";

/** One of a server's own controls, and one that a script draws; the robot goes through others. */
const USUAL = ['native', 'tom-select'];

for (const [skin, hands] of Object.entries(HANDS)) {
  test.describe(`in the skin ${skin}${USUAL.includes(skin) ? '' : ' @whole'}`, () => {
    test.use({
      portalOptions: {
        skin: skin as SkinName,
        nextPasswords: [ODD_PASSWORD],
        otherConnections: Array.from({ length: 11 }, (_, index) => ({
          siret: '73282932000017',
          applicationName: `Pldiffusion${index + 1}`,
        })),
      },
    });

    test('the account that is created is the one that was shown', async ({ page, portal }) => {
      await enter(page, portal);
      await openAccountForm(page);
      await hands.choose(page, 'Type de demande', "Création d'un compte technique");
      await hands.choose(page, 'Choisir la structure', LYON);
      await expect.poll(() => hands.shown(page, 'Mot de passe')).toBe(ODD_PASSWORD);
      expect(await hands.shown(page, 'Raison sociale')).toBe('PL DIFFUSION LYON');
      expect(await hands.shown(page, 'Login')).toBe(`TECH_1_${LYON}@cpro.fr`);
      await expect(page.getByText('Aucune donnée à afficher')).toBeVisible();
      await hands.text(page, 'E-mail du contact').fill('agence.lyon@pldiffusion.example');
      expect(portal.truth().writes).toBe(0);

      await page.getByRole('button', { name: 'Soumettre' }).click();
      await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
      expect(portal.truth()).toMatchObject({
        writes: 1,
        accounts: [
          {
            siret: LYON,
            login: `TECH_1_${LYON}@cpro.fr`,
            password: ODD_PASSWORD,
            contactEmail: 'agence.lyon@pldiffusion.example',
          },
        ],
      });

      await page.getByRole('link', { name: 'Faire une autre demande' }).click();
      await hands.choose(page, 'Choisir la structure', LYON);
      await expect(hands.row(page, `TECH_1_${LYON}@cpro.fr`)).toContainText('Actif');
    });

    test('a connection that is declared is in the list', async ({ page, portal }) => {
      await enter(page, portal);
      const tab = await openConnections(page);
      await expect(tab.getByText('1 sur 2')).toBeVisible();
      // A web component and the button in it bear the same title.
      await tab.getByTitle('Aller à la page suivante du tableau').first().click();
      await expect(hands.row(tab, 'Pldiffusion11')).toBeVisible();
      await hands.choose(tab, 'Structure', `${LYON} - PL DIFFUSION LYON`);
      await hands.press(tab, 'Appliquer');
      await expect(tab.getByText('Aucun résultat')).toBeVisible();

      await hands.press(tab, 'Déclarer un raccordement PISTE');
      await hands.text(tab, "Nom de l'application PISTE").fill('Pldiffusion12');
      await hands.choose(tab, "Type d'utilisation", USAGE);
      await hands.text(tab, 'Editeur / solution').fill('PLDChorus');
      await hands.text(tab, 'Nom Prénom').fill('Moreau Camille');
      await hands.text(tab, 'Adresse électronique').fill('agence.lyon@pldiffusion.example');
      await tab.getByRole('button', { name: 'Valider' }).click();
      await expect(tab.getByText('Champ obligatoire non renseigné : Téléphone')).toBeVisible();
      expect(portal.truth().writes).toBe(0);
      await hands.text(tab, 'Téléphone').fill('04 72 00 00 00');
      await tab.getByRole('button', { name: 'Valider' }).click();
      await expect(tab.getByText('a bien été enregistrée')).toBeVisible();
      await expect(hands.row(tab, 'Pldiffusion12')).toContainText('En cours de validation');
      expect(portal.truth().connections.at(-1)).toMatchObject({
        siret: LYON,
        applicationName: 'Pldiffusion12',
        usage: USAGE,
        editor: 'PLDChorus',
        contactName: 'Moreau Camille',
        contactPhone: '04 72 00 00 00',
        contactEmail: 'agence.lyon@pldiffusion.example',
        contactFax: '',
      });
    });
  });
}
