import type { Route } from 'playwright';
import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const LYON = '73282932000074' as Siret;
const NANTES = '40483304800022' as Siret;
const HOST = 'https://portail.exemple.fr';

type Answer = Parameters<Route['fulfill']>[0] | 'cut';

/** Opens a page whose `/lines` are answered one after the other; the last answer stays. */
async function open(
  { page, context }: ActivePage,
  body: string,
  answers: readonly Answer[],
): Promise<{ readonly asked: () => number }> {
  let asked = 0;
  await context.route('**/*', async (route, request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/aside') return route.fulfill({ status: 403, body: '' });
    if (pathname !== '/lines') {
      const html = `<!doctype html><html lang="fr"><body>${body}</body></html>`;
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    }
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer === 'cut') return route.abort();
    return route.fulfill({ contentType: 'text/html; charset=utf-8', ...answer });
  });
  await page.goto(`${HOST}/list`);
  return { asked: () => asked };
}

const FAILURES: readonly (readonly [what: string, answer: Answer, code: string])[] = [
  ['HTTP 500', { status: 500 }, 'PORTAL_UNAVAILABLE'],
  ['HTTP 429', { status: 429 }, 'PORTAL_UNAVAILABLE'],
  ['HTTP 403', { status: 403 }, 'PORTAL_UNAVAILABLE'],
  ['HTTP 401', { status: 401 }, 'SESSION_ENDED'],
  ['a cut connection', 'cut', 'PORTAL_UNAVAILABLE'],
];

test.describe('the list of connections', () => {
  const line = (structure: string, name: string): string =>
    `<tr><td>${structure}</td><td>${name}</td><td>Validé</td></tr>`;
  const OTHERS = line(`${NANTES} - NANTES`, 'Pldiffusion7');
  const OWN = line(`${LYON} - LYON`, 'Pldiffusion3');
  const NONE = '<tr><td colspan="3">Aucune donnée à afficher</td></tr>';
  const FETCH = `fetch('/lines').then(async (answer) => {
    if (answer.ok) document.querySelector('tbody').innerHTML = await answer.text();
  })`;

  /** The list with these lines, and what is done once "Appliquer" is pressed. */
  const list = (lines: string, onPress: string): string => `
    <a href="#">Gérer raccordement API</a><h1>Raccordements API PISTE</h1>
    <label>Structure <select><option></option><option>${LYON} - LYON</option></select></label>
    <button id="apply">Appliquer</button>
    <table><thead><tr><th>Structure raccordée</th><th>Nom de l'application PISTE</th>
      <th>Etat courant</th></tr></thead><tbody>${lines}</tbody></table>
    <button>Déclarer un raccordement PISTE</button>
    <script>document.getElementById('apply').onclick = () => { ${onPress} };</script>`;

  for (const [what, answer, code] of FAILURES) {
    test(`is asked for once more, and told as unread, where its request ends in ${what}`, async ({
      robotScreen,
    }) => {
      const portal = await open(robotScreen, list(NONE, FETCH), [answer]);
      const rows = new ConnectionsPage(robotScreen).readFor(LYON);
      await expect(rows).rejects.toMatchObject({ code });
      expect(portal.asked()).toBe(2);
    });
  }

  test('is read where only the first of its requests failed', async ({ robotScreen }) => {
    await open(robotScreen, list(NONE, FETCH), [{ status: 503 }, { body: OWN }]);
    const rows = await new ConnectionsPage(robotScreen).readFor(LYON);
    expect(rows).toMatchObject([{ applicationName: 'Pldiffusion3' }]);
  });

  test('is empty although a part beside it was refused as its page loaded', async ({
    robotScreen,
  }) => {
    const aside = `<script>fetch('/aside');
      if (location.search) document.querySelector('select').selectedIndex = 1;</script>`;
    await open(robotScreen, list(NONE, `location.href = '/list?applied'`) + aside, []);
    expect(await new ConnectionsPage(robotScreen).readFor(LYON)).toEqual([]);
  });

  for (const delayMs of [100, 600]) {
    test(`is waited for where its page asks ${delayMs} ms after the press`, async ({
      robotScreen,
    }) => {
      const later = `setTimeout(() => ${FETCH}, ${delayMs})`;
      await open(robotScreen, list(NONE, later), [{ body: OWN }]);
      const rows = await new ConnectionsPage(robotScreen).readFor(LYON);
      expect(rows).toMatchObject([{ applicationName: 'Pldiffusion3' }]);
    });
  }

  test('is not taken from the lines before, of another structure', async ({ robotScreen }) => {
    const later = `setTimeout(() => ${FETCH}, 400)`;
    await open(robotScreen, list(OTHERS, later), [{ body: NONE }]);
    expect(await new ConnectionsPage(robotScreen).readFor(LYON)).toEqual([]);
  });

  test('is told where it goes on to show another structure alone', async ({ robotScreen }) => {
    await open(robotScreen, list(OTHERS, ''), []);
    await expect(new ConnectionsPage(robotScreen).readFor(LYON)).rejects.toMatchObject({
      code: 'READ_BACK_DIFFERS',
      details: { meant: LYON, shown: `${NANTES} - NANTES` },
    });
  });

  test('is read at once where its page filters it without asking', async ({ robotScreen }) => {
    const filter = `document.querySelector('tbody').firstChild.remove()`;
    const portal = await open(robotScreen, list(OTHERS + OWN, filter), []);
    const rows = await new ConnectionsPage(robotScreen).readFor(LYON);
    expect(rows).toMatchObject([{ applicationName: 'Pldiffusion3' }]);
    expect(portal.asked()).toBe(0);
  });
});

test.describe('the list of accounts', () => {
  const login = (siret: Siret, number: number): string => `TECH_${number}_${siret}@cpro.fr`;
  const line = (siret: Siret, number: number): string =>
    `<tr><td>${login(siret, number)}</td><td>Actif</td><td>01/01/2028</td></tr>`;
  const NONE = '<tr><td colspan="3">Aucune donnée à afficher</td></tr>';

  /** The form, which offers the account of that number and fills its list as the script says. */
  const form = (number: number, list: string): string => `
    <h1>Compte technique</h1>
    <label>Type de demande <select><option></option>
      <option>Création d'un compte technique</option></select></label>
    <label>Choisir la structure <select id="structure"><option></option>
      <option>${LYON}</option><option>${NANTES}</option></select></label>
    <label>Raison sociale <input id="company" readonly></label>
    <label>Login <input id="login" readonly></label>
    <label>Mot de passe <input id="password" readonly></label>
    <h2>Liste des comptes techniques</h2>
    <table><thead><tr><th>ID d'utilisateur</th><th>État</th><th>Date exp. Mot de passe</th></tr>
      </thead><tbody>${NONE}</tbody></table><button>Soumettre</button>
    <script>
      const fill = async () => {
        const answer = await fetch('/lines');
        if (answer.ok) document.querySelector('tbody').innerHTML = await answer.text();
      };
      const field = (id) => document.getElementById(id);
      field('structure').onchange = () => {
        field('company').value = 'PL DIFFUSION';
        field('login').value = 'TECH_${number}_' + field('structure').value + '@cpro.fr';
        field('password').value = 'aB3(' + field('structure').value;
        ${list}
      };
    </script>`;

  const read = async (screen: ActivePage, siret: Siret): Promise<string[]> => {
    const page = new TechnicalAccountPage(screen);
    await page.choose(siret);
    const { offered, look } = await page.waitUntilFilled(siret);
    return (await page.readAccounts(siret, offered.login, look)).map((row) => row.login);
  };

  for (const [what, answer, code] of FAILURES) {
    test(`is told as unread where its request ends in ${what}`, async ({ robotScreen }) => {
      await open(robotScreen, form(1, 'fill();'), [answer]);
      await expect(read(robotScreen, LYON)).rejects.toMatchObject({ code });
    });
  }

  test('is waited for where the form asks for it late, and never that of the structure before', async ({
    robotScreen,
  }) => {
    const answers = [{ body: line(LYON, 1) }, { body: NONE }];
    await open(robotScreen, form(1, 'setTimeout(fill, 600);'), answers);
    expect(await read(robotScreen, LYON)).toEqual([login(LYON, 1)]);
    expect(await read(robotScreen, NANTES)).toEqual([]);
  });

  test('is waited for longer where the offered login is numbered behind another', async ({
    robotScreen,
  }) => {
    const late = `fetch('/aside?'); setTimeout(fill, 3_000);`;
    await open(robotScreen, form(2, late), [{ body: line(LYON, 1) }]);
    expect(await read(robotScreen, LYON)).toEqual([login(LYON, 1)]);
  });
});
