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
const RUN = ['run', '--siret', SIRET] as const;

/** What the portal calls things, in place of what raccord knows. */
const OTHERWISE = {
  Appliquer: '',
  "Nom de l'application PISTE": 'Désignation',
  "Utilisateur d'une solution d'un éditeur ou opérateur": 'Solution d’un tiers',
  Téléphone: 'Ligne directe',
  Valider: 'Transmettre',
  "Création d'un compte technique": 'Nouvel accès',
  Login: 'Code d’accès',
  'Mot de passe': 'Clé',
  "ID d'utilisateur": 'Accès',
  Soumettre: 'Envoyer la demande',
};

/** In the order in which raccord asks, where two things have one name. */
const lessons = (): Lesson[] => [
  { known: 'Appliquer', at: '[name=_eventId_appliquer]' },
  {
    known: "Nom de l'application PISTE",
    at: '#RAC_RaccordementsApi_Resultats_Tableau th:nth-child(3)',
  },
  { known: "Utilisateur d'une solution d'un éditeur ou opérateur", choice: 1 },
  { known: "Nom de l'application PISTE", at: '[name="raccordement.nomApplication"]' },
  { known: 'Téléphone', at: '[name="raccordement.contact.telephone"]' },
  { known: 'Valider', at: '[name=_eventId_valider]', words: 'Transmettre' },
  { known: "Création d'un compte technique", choice: 0 },
  { known: 'Login', at: '#login input' },
  { known: 'Mot de passe', at: '#mot_de_passe input' },
  { known: "ID d'utilisateur", at: '.account-list th' },
  { known: 'Soumettre', at: '#submit-btn', words: 'Envoyer la demande' },
];

test.describe('a portal on which things are called otherwise', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
  test.describe.configure({ timeout: 600_000 });
  test.use({
    portalOptions: {
      wordings: OTHERWISE,
      otherConnections: [{ siret: OTHER, applicationName: 'Pldiffusion1' }],
    },
  });

  const title = 'one sitting brings it to a kept credential, and the next run needs nobody';
  test(
    title,
    { tag: '@whole' },
    async ({ display, portal, folder, home, raccordHere: raccord, raccordOnTerminal }) => {
      const refused = await raccord(RUN);
      expect(refused.exitCode).toBe(6);
      expect(portal.truth().writes).toBe(0);

      const pointer = await Pointer.at(display, folder);
      const began = performance.now();
      const run = raccordOnTerminal([...RUN, '--headed', '--teach'], {
        DISPLAY: display.name,
        RACCORD_BROWSER: pointer.browser,
      });
      const left = lessons();
      const { sent } = await new Sitting(run, pointer).answer(left);
      expect((await run.finished).exitCode, shownBy(run).slice(-1_500)).toBe(0);
      expect([sent, left]).toEqual([2, []]);
      const seconds = Math.round((performance.now() - began) / 1_000);
      process.stdout.write(`The sitting took ${seconds} s.\n`);
      await pointer.close();
      const { connections, accounts, writes } = portal.truth();
      expect([connections.length, accounts.length, writes]).toEqual([2, 1, 2]);
      const file = join(home, 'taught.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const { password = '' } = accounts[0] ?? {};
      for (const text of [await readFile(file, 'utf8'), run.printed()]) {
        expect(text).not.toContain(password);
      }

      const next = await raccord(['run', '--siret', OTHER]);
      expect(next.exitCode, next.stderr).toBe(0);
      expect(portal.truth().accounts).toHaveLength(2);

      const changed = await startTestPortal({
        wordings: { ...OTHERWISE, Fax: OTHERWISE.Téléphone },
        administrator: portal.administrator,
      });
      const stopped = await raccord(['rehearse', '--siret', SIRET], { CHORUS_URL: changed.url });
      expect(stopped.exitCode).toBe(6);
      expect(stopped.stderr).toContain('raccord taught forget declaration.contactPhone');
      expect([changed.truth().writes, changed.writeRequests()]).toEqual([0, 0]);
      await changed.close();
    },
  );
});
