import type { Page } from 'playwright';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { press } from '../../src/acting/control.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { Knowledge, useKnowledge } from '../../src/acting/knowledge.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { NOTHING_TAUGHT } from '../../src/teaching/taught.ts';
import { answerTo, newTexts, noteMessages } from '../../flows/pages/read-answer.ts';
import { teachAnswer } from '../../src/acting/teach-answer.ts';
import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import { readTable } from '../../src/acting/read-table.ts';
import {
  connectionListWordings,
  listWordings,
  declarationWordings,
  navigationWordings,
  technicalAccountWordings,
  WORDINGS,
} from '../../flows/pages/wordings.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import {
  clicks,
  pressesEscape,
  TeachingPerson,
  type InWindow,
} from '../../fixtures/playwright/teaching-person.ts';

type Serve = (documentAt: (address: URL) => string | undefined) => Promise<void>;

interface Lesson {
  /** Called when raccord asks whether it understood. */
  readonly atQuestion?: () => Promise<void>;
  readonly html: string;
  readonly inWindow: readonly InWindow[];
  readonly typed?: string;
  readonly refusals?: number;
  readonly meaning?: 'accepted' | 'refused';
}

/** Shows a page to a person who may teach it. */
async function taught(activePage: ActivePage, serve: Serve, { html, ...answers }: Lesson) {
  const person = new TeachingPerson(activePage.page, answers);
  const knowledge = new Knowledge({
    wordings: WORDINGS,
    taught: NOTHING_TAUGHT,
    version: '1.0.0',
    isAllowed: () => true,
    now: () => new Date('2026-11-27T08:00:00.000Z'),
    save: () => Promise.resolve(),
    teacher: person.teacher,
  });
  useKnowledge(activePage.context, knowledge);
  await serve(() => `<!doctype html><html lang="fr"><body>${html}</body></html>`);
  await activePage.page.goto('https://portail.example/formulaire');
  return { person, things: () => knowledge.taught.things };
}

test.describe.configure({ timeout: 60_000 });

test('a field is pointed at by its label, and what it holds is not kept', async ({
  robotScreen,
  serve,
}) => {
  const html = '<label id="l" for="f">Ligne directe *</label><input id="f" value="04 78 00 00 00">';
  const { things } = await taught(robotScreen, serve, { html, inWindow: [clicks('#l')] });
  const field = new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai');
  expect(await field.read()).toBe('04 78 00 00 00');
  expect(things()).toMatchObject([
    { kind: 'field', name: 'declaration.contactPhone', found: { words: 'Ligne directe' } },
  ]);
});

const PRESSED =
  '<script>onclick = ({ target }) => (document.title += target === document.documentElement ? "" : "pressed")</script>';

const TO_PRESS = [
  [
    'an icon without words',
    connectionListWordings.apply,
    '<h2>Critères</h2><div>Structure <input></div><button id="b"><svg width="20" height="20"></svg></button>',
    '#b svg',
  ],
  [
    'an entry of a menu',
    navigationWordings.manageConnections,
    '<ul role="menu"><li role="menuitem" tabindex="0">Accueil</li><li id="b" role="menuitem" tabindex="0">Mes liaisons</li></ul>',
    '#b',
  ],
  [
    'a card, by its title',
    navigationWordings.technicalAccountCard,
    `<div><h3>Liaisons</h3><a href="#1">Ouvrir</a></div>
     <div id="b"><h3>Accès techniques</h3><p>Pour les appels</p><a href="#2">Ouvrir</a></div>`,
    '#b h3',
  ],
] as const;

for (const [what, wording, html, at] of TO_PRESS) {
  test(`${what} is pointed at, and pressed only by raccord`, async ({ robotScreen, serve }) => {
    const { page } = robotScreen;
    let atQuestion = '';
    const { things } = await taught(robotScreen, serve, {
      html: `${html}${PRESSED}`,
      inWindow: [clicks(at)],
      atQuestion: async () => {
        // The cover over the page takes what the picker no longer does.
        await clicks(at)(page);
        atQuestion = await page.title();
      },
    });
    await press(page, wording, 'Essai');
    expect([atQuestion, await page.title()]).toEqual(['', 'pressed']);
    expect(things()).toHaveLength(1);
  });
}

test('a form behind a known card is asked for by its first field, not by the card once more', async ({
  robotScreen,
  serve,
}) => {
  const { person } = await taught(robotScreen, serve, { html: '', inWindow: [clicks('#type')] });
  await robotScreen.context.unrouteAll();
  await serve(({ pathname }) =>
    pathname === '/formulaire'
      ? '<label>Demande <input id="type"></label><label>Établissement <input></label>'
      : `<label>Rechercher <input></label>
         <div><h3>Compte technique</h3><p>Appels</p><a href="/formulaire">Accéder</a></div>
         <div><h3>Suivi des flux</h3><p>Flux</p><a href="/flux">Accéder</a></div>`,
  );
  const { page } = robotScreen;
  await page.goto('https://portail.example/');
  const portal = new PortalPage(robotScreen, new URL('https://portail.example'));
  await portal.openTechnicalAccountApplication((view, look) =>
    TechnicalAccountPage.isAt(view, look),
  );
  const asked = person.told.filter(([what]) => what === 'lookingFor').map(([, name]) => name);
  expect(asked).toEqual(['technicalAccount.requestType']);
});

test('a column is pointed at by a cell of its title, whatever its arrow', async ({
  robotScreen,
  serve,
}) => {
  const html = `<table><tr><th>Structure raccordée<th>Etat courant<th id="c">Désignation ↓
    <tr><td>73282932000017<td>Validé<td>Pldiffusion1</table>`;
  const { things } = await taught(robotScreen, serve, { html, inWindow: [clicks('#c')] });
  const { applicationColumn: name, structureColumn, stateColumn } = connectionListWordings;
  const columns = { structure: structureColumn, state: stateColumn, name };
  const read = await readTable(robotScreen.page, {
    columns,
    none: listWordings.none,
    where: 'Essai',
  });
  expect(read?.rows).toEqual([
    { structure: '73282932000017', state: 'Validé', name: 'Pldiffusion1' },
  ]);
  expect(things()).toMatchObject([{ kind: 'column', words: 'Désignation' }]);
});

test('an empty list whose sentence is not known is asked for, and read as empty from then on', async ({
  robotScreen,
  serve,
}) => {
  const html = `<table><tr><th>Structure raccordée<th>Etat courant
    <tr><td colspan="2"><p>Il ne se trouve <b>pas une ligne</b>.</p></table>`;
  const { things } = await taught(robotScreen, serve, { html, inWindow: [clicks('b')] });
  const { structureColumn: structure, stateColumn: state } = connectionListWordings;
  const read = () =>
    readTable(robotScreen.page, {
      columns: { structure, state },
      none: listWordings.none,
      where: 'Essai',
    });
  expect([(await read())?.rows, (await read())?.rows]).toEqual([[], []]);
  expect(things()).toMatchObject([
    { kind: 'sentence', name: 'list.none', words: 'Il ne se trouve pas une ligne.' },
  ]);
});

test('where the pager says that there is more, the way to the next page is asked for', async ({
  robotScreen,
  serve,
}) => {
  const html = `<label>Structure <select><option>73282932000017</select></label>
    <button>Appliquer</button><button>Déclarer un raccordement PISTE</button>
    <table><tr><th>Structure raccordée<th>Nom de l'application PISTE<th>Etat courant
      <tr><td>73282932000017<td id="name">Pldiffusion1<td>Validé</table>
    <span id="pages">1 sur 2</span> <button id="more">Suite</button>
    <script>document.getElementById('more').onclick = (event) => {
      document.getElementById('name').textContent = 'Pldiffusion2';
      document.getElementById('pages').textContent = '2 sur 2';
      event.target.disabled = true;
    };</script>`;
  const { things } = await taught(robotScreen, serve, { html, inWindow: [clicks('#more')] });
  const rows = await new ConnectionsPage(robotScreen).readFor('73282932000017' as Siret);
  expect(rows.map(({ applicationName }) => applicationName)).toEqual([
    'Pldiffusion1',
    'Pldiffusion2',
  ]);
  expect(things()).toMatchObject([{ name: 'connectionList.nextPage', found: { words: 'Suite' } }]);
});

test('whoever clicked something else says no, and clicks again', async ({ robotScreen, serve }) => {
  const html = '<label>Fax <input id="fax"></label><label>Ligne directe <input id="phone"></label>';
  const { person, things } = await taught(robotScreen, serve, {
    ...{ html, refusals: 1, inWindow: [clicks('#fax'), clicks('#phone')] },
  });
  await new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai').fill('04');
  expect(await robotScreen.page.locator('#phone').inputValue()).toBe('04');
  expect(person.unsettled).toEqual(['not-meant']);
  expect(things()).toMatchObject([{ found: { words: 'Ligne directe' } }]);
});

test('a click beside all is told, and Escape leaves it with nothing taught', async ({
  robotScreen,
  serve,
}) => {
  const html = '<p id="p">Bienvenue</p><label>Ligne <input></label><label>Site <input></label>';
  const { person, things } = await taught(robotScreen, serve, {
    html,
    inWindow: [clicks('#p'), pressesEscape],
  });
  const field = new Field(robotScreen.page, declarationWordings.contactPhone, 'Essai');
  await expect(field.read()).rejects.toMatchObject({ code: 'CONTROL_NOT_FOUND' });
  expect(person.unsettled).toEqual(['nothing-there', 'left']);
  expect(things()).toEqual([]);
});

test('while a person points, the page hides passwords and says what raccord waits for', async ({
  robotScreen,
  serve,
}) => {
  const password = 'kR7$mPq2!xZ';
  const html = `<dl><dt>Clé</dt><dd id="plain">${password}</dd></dl>
    <div><span>${password}</span> <label>Accès <input id="f" value="${password}"></label></div>`;
  let seen: unknown;
  const { page } = robotScreen;
  let hiddenAtQuestion: unknown;
  const { person, things } = await taught(robotScreen, serve, {
    html,
    atQuestion: async () => {
      hiddenAtQuestion = await page.evaluate(whatIsSeen);
    },
    inWindow: [
      async () => {
        await page.mouse.move(5, 5);
        const box = await page.locator('#plain').boundingBox();
        await page.mouse.move((box?.x ?? 0) + 10, (box?.y ?? 0) + 5);
        seen = await page.evaluate(whatIsSeen);
        await clicks('#f')(page);
      },
    ],
  });
  const field = new Field(page, technicalAccountWordings.login, 'Essai');
  await field.expectOne();
  expect(seen).toEqual({
    hidden: [password, password],
    colour: 'rgba(0, 0, 0, 0)',
    tooltip: 'hidden',
    inField: 'disc',
    sign: '"raccord: click it"',
  });
  expect(JSON.stringify([things(), person.told])).not.toContain(password);
  expect(hiddenAtQuestion).toMatchObject({ hidden: [password, password], inField: 'disc' });
  expect(await page.evaluate(whatIsSeen)).toMatchObject({ hidden: [], inField: 'none' });
});

/** Runs inside the page. */
function whatIsSeen() {
  const [highlight] = [...CSS.highlights.values()];
  const style = (selector: string, pseudo?: string): CSSStyleDeclaration =>
    getComputedStyle(document.querySelector(selector) ?? document.body, pseudo);
  return {
    hidden: [...(highlight ?? [])].map((range) => (range as Range).toString()),
    colour: style('#plain', '::highlight(__raccordVeil)').color,
    tooltip: style('x-pw-glass').visibility,
    inField: style('#f').getPropertyValue('-webkit-text-security'),
    sign: style('html', '::after').content,
  };
}

test('a message is pointed at, known with other values, and decides with the wordings', async ({
  robotScreen,
  serve,
}) => {
  const { page } = robotScreen;
  const html = '<main><button>Valider</button></main>';
  const { person, things } = await taught(robotScreen, serve, {
    html,
    inWindow: [clicks('#said')],
    meaning: 'accepted',
  });
  const answers = async (siret: string) => {
    await page.setContent(html);
    await noteMessages(robotScreen, declarationWordings.submit);
    await page.evaluate((number) => {
      document.body.innerHTML = `<p id="said">Le dossier de ${number} est parti au guichet.</p>`;
    }, siret);
    return answerTo(robotScreen, () => Promise.resolve(false), 1_500);
  };
  expect(await answers('73282932000074')).toMatchObject({ kind: 'unclear' });
  const form = { submit: declarationWordings.submit, where: 'Essai' };
  expect(await teachAnswer(page, form, () => newTexts(robotScreen))).toBe(true);
  expect(person.told).toContainEqual(['chooseMeaning', '… dossier de … est parti au guichet']);
  expect(things()).toMatchObject([{ kind: 'message', name: 'declaration.answer' }]);
  expect(await answers('73282932000017')).toMatchObject({ kind: 'accepted', isTaught: true });
});

const PASSING = '<div id="said">Le dossier est bien parti au guichet.</div>';

for (const [what, then, unsettled] of [
  ['that is gone once it is clicked', clicksAndLoses('#said'), ['nothing-there', 'left']],
  ['in a window that is closed meanwhile', closesWindow, ['cut-short']],
] as const) {
  test(`a message ${what} teaches nothing, and fails nothing`, async ({ robotScreen, serve }) => {
    const { page } = robotScreen;
    const { person, things } = await taught(robotScreen, serve, {
      html: '<main><button>Valider</button></main>',
      inWindow: [then, pressesEscape],
      meaning: 'accepted',
    });
    await noteMessages(robotScreen, declarationWordings.submit);
    await page.evaluate((html) => {
      document.body.insertAdjacentHTML('beforeend', html);
    }, PASSING);
    const form = { submit: declarationWordings.submit, where: 'Essai' };
    expect(await teachAnswer(page, form, () => newTexts(robotScreen))).toBe(false);
    expect(person.unsettled).toEqual(unsettled);
    expect(things()).toEqual([]);
  });
}

function clicksAndLoses(selector: string): InWindow {
  return async (page) => {
    await clicks(selector)(page);
    await page.locator(selector).evaluate((element) => {
      element.remove();
    });
  };
}

async function closesWindow(page: Page): Promise<void> {
  await page.close();
}
