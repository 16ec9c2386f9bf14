import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { whyNoKeyboard } from '../../fixtures/playwright/display.ts';
import { Pointer } from '../../fixtures/playwright/pointer.ts';
import { shownBy, Sitting, type Lesson } from '../../fixtures/playwright/sitting.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { startTestPortal } from '../../fixtures/playwright/test-portal.ts';

const SIRET = '73282932000074';
const OTHER = '73282932000017';
const THIRD = '73282932000025';

/** What the portal calls things, in place of what raccord knows. */
const OTHERWISE = {
  'Se connecter': 'Mon espace',
  "Nom d'utilisateur ou courriel": 'Matricule',
  'Code à usage unique': 'Chiffres du téléphone',
  Connexion: 'Poursuivre',
  'Domaines Chorus Pro': 'Rubriques',
  'Applications du domaine Raccordements': 'Services de la rubrique',
  'Accéder au domaine': 'Entrer',
  Raccordements: 'Liaisons',
  'Raccordements EDI et API': 'Échanges informatisés',
  EDI: 'Flux',
  'Gérer les raccordements EDI et API': 'Gérer les échanges',
  Accéder: 'Ouvrir',
  'RACCORDEMENTS EDI ET API': 'ÉCHANGES',
  'Gérer raccordement API': 'Gérer les liaisons',
  'RACCORDEMENTS API PISTE': 'LIAISONS',
  'Ligne(s) par page': 'Afficher',
  'Aller à la page suivante du tableau': 'Plus loin',
  Structure: 'Établissement',
  Appliquer: '',
  'Structure raccordée': 'Établissement relié',
  "Nom de l'application PISTE": 'Désignation',
  'Etat courant': 'Situation',
  'Déclarer un raccordement PISTE': 'Nouvelle liaison',
  'Aucun résultat ne correspond à votre recherche.': 'La recherche ne trouve rien.',
  'DÉCLARER UN RACCORDEMENT API PISTE': 'NOUVELLE LIAISON',
  "Type d'utilisation": 'Emploi',
  "Utilisateur d'une solution d'un éditeur ou opérateur": 'Solution d’un tiers',
  'Editeur / solution': 'Logiciel',
  'Nom Prénom': 'Personne à joindre',
  Téléphone: 'Ligne directe',
  'Adresse électronique': 'Boîte aux lettres',
  Valider: 'Transmettre',
  'Compte technique': 'Compte de service',
  'Type de demande': 'Demande',
  "Création d'un compte technique": 'Nouvel accès',
  'Aucune donnée à afficher': 'Liste sans contenu',
  'Choisir la structure': 'Choisir un établissement',
  'Raison sociale': 'Dénomination',
  Login: 'Code d’accès',
  'E-mail du contact': 'Écrire à',
  'Mot de passe': 'Clé',
  'Liste des comptes techniques': 'Accès de l’établissement',
  "ID d'utilisateur": 'Accès',
  État: 'Phase',
  'Date exp. Mot de passe': 'Fin de la clé',
  Soumettre: 'Envoyer la demande',
};

/** The card behind which those of the applications are. */
const DOMAIN = '.domain-card:nth-of-type(5) h2';
const COLUMN = '#RAC_RaccordementsApi_Resultats_Tableau th';
const FIELD = '[name="raccordement.';

/** In the order in which raccord asks, where two things have one name. */
const lessons = (): Lesson[] => [
  { known: 'Se connecter', at: '.site-actions a[target=_self]' },
  { known: 'Raccordements', at: `${DOMAIN}, .application-card:nth-of-type(1) a[role=button]` },
  { known: 'Gérer raccordement API', at: '#sous-menu li:last-child a' },
  { known: 'Déclarer un raccordement PISTE', at: '[name=_eventId_declarer]' },
  { known: 'Structure', at: '.criteres .champ:nth-of-type(1) .select2-container' },
  { known: 'Appliquer', at: '[name=_eventId_appliquer]' },
  { known: "Nom de l'application PISTE", at: `${COLUMN}:nth-child(3)` },
  { known: 'Structure raccordée', at: `${COLUMN}:nth-child(1)` },
  { known: 'Etat courant', at: `${COLUMN}:nth-child(4)` },
  { known: 'Structure', at: '.grille .champ:nth-of-type(1) .select2-container' },
  { known: "Type d'utilisation", at: '.grille .champ:nth-of-type(3) .select2-container' },
  { known: "Utilisateur d'une solution d'un éditeur ou opérateur", choice: 1 },
  { known: "Nom de l'application PISTE", at: `${FIELD}nomApplication"]` },
  { known: 'Editeur / solution', at: `${FIELD}editeurSolution"]` },
  { known: 'Nom Prénom', at: `${FIELD}contact.nomPrenom"]` },
  { known: 'Téléphone', at: `${FIELD}contact.telephone"]` },
  { known: 'Adresse électronique', at: `${FIELD}contact.adresseElectronique"]` },
  { known: 'Valider', at: '[name=_eventId_valider]', words: 'Transmettre' },
  { known: 'Compte technique', at: `${DOMAIN}, .application-card:nth-of-type(4) a[role=button]` },
  { known: 'Type de demande', at: '#type_de_demande .select2-container' },
  { known: "Création d'un compte technique", choice: 0 },
  { known: 'Choisir la structure', at: '#structure .select2-container' },
  { known: 'Raison sociale', at: '#raison_sociale input' },
  { known: 'Login', at: '#login input' },
  { known: 'Mot de passe', at: '#mot_de_passe input' },
  { known: 'Aucune donnée à afficher', at: '.account-list .no-data, .aucun-resultat' },
  { known: "ID d'utilisateur", at: '.account-list th:nth-child(1)' },
  { known: 'État', at: '.account-list th:nth-child(2)' },
  { known: 'Date exp. Mot de passe', at: '.account-list th:nth-child(4)' },
  { known: 'E-mail du contact', at: '#email_contact input' },
  { known: 'Soumettre', at: '#submit-btn', words: 'Envoyer la demande' },
];

test.describe('a portal on which everything is called otherwise, and which reads by POST', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
  test.describe.configure({ timeout: 900_000 });
  const otherwise = { wordings: OTHERWISE, reads: 'unnamed' } as const;
  test.use({
    portalOptions: {
      ...otherwise,
      otherConnections: [{ siret: OTHER, applicationName: 'Pldiffusion1' }],
    },
  });

  const title = 'one sitting brings it to a kept credential, and the next run needs nobody';
  test(
    title,
    { tag: '@whole' },
    async ({ display, portal, folder, home, raccordHere: raccord, raccordOnTerminal }) => {
      const refused = await raccord(['run', '--siret', SIRET]);
      expect(refused.exitCode).toBe(6);
      expect(portal.truth().writes).toBe(0);

      const [began, left] = [performance.now(), lessons()];
      const sit = async (command: string) => {
        const pointer = await Pointer.at(display, folder);
        const args = [command, '--siret', SIRET, '--headed', '--teach'];
        const run = raccordOnTerminal(args, {
          DISPLAY: display.name,
          RACCORD_BROWSER: pointer.browser,
        });
        const { reads, sent } = await new Sitting(run, pointer).answer(left);
        expect((await run.finished).exitCode, shownBy(run).slice(-1_500)).toBe(0);
        await pointer.close();
        return { shown: shownBy(run), counts: [reads, sent, left.length] };
      };
      const rehearsal = await sit('rehearse');
      expect(rehearsal.counts).toEqual([3, 0, 0]);
      expect(rehearsal.shown).toContain(`raccord run --siret ${SIRET} --headed --teach`);
      expect([portal.truth().writes, portal.writeRequests()]).toEqual([0, 0]);
      const run = await sit('run');
      expect(run.counts).toEqual([0, 2, 0]);
      const seconds = Math.round((performance.now() - began) / 1_000);
      process.stdout.write(`The sitting took ${seconds} s.\n`);

      const { connections, accounts, writes } = portal.truth();
      expect([connections.length, accounts.length, writes]).toEqual([2, 1, 2]);
      const file = join(home, 'taught.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const { password = '' } = accounts[0] ?? {};
      for (const text of [await readFile(file, 'utf8'), rehearsal.shown, run.shown]) {
        expect(text).not.toContain(password);
      }

      const plan = await raccord(['plan', '--siret', THIRD]);
      expect(plan.exitCode, plan.stderr).toBe(0);
      expect(portal.truth().writes).toBe(2);
      const next = await raccord(['run', '--siret', OTHER]);
      expect(next.exitCode, next.stderr).toBe(0);
      expect(portal.truth().accounts).toHaveLength(2);

      const changed = await startTestPortal({
        ...otherwise,
        wordings: { ...OTHERWISE, Fax: OTHERWISE.Téléphone },
        administrator: portal.administrator,
      });
      const form = ['run', '--siret', THIRD, '--only', 'connection'];
      const stopped = await raccord(form, { CHORUS_URL: changed.url });
      expect(stopped.exitCode).toBe(6);
      expect(stopped.stderr).toContain('raccord taught forget declaration.contactPhone');
      expect([changed.truth().writes, changed.writeRequests()]).toEqual([0, 0]);
      await changed.close();
    },
  );
});
