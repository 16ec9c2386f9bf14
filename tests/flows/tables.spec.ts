import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { listWordings } from '../../flows/pages/wordings.ts';
import { readTable } from '../../src/acting/read-table.ts';
import { clickThing } from '../../src/acting/control.ts';
import { cardsOf } from '../../src/seeing/cards.ts';
import { lookAt } from '../../src/seeing/look-at.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const COLUMNS = {
  name: ["Nom de l'application PISTE"],
  structure: ['Structure raccordée'],
  state: ['Etat courant'],
} as const;

const SOUGHT = { columns: COLUMNS, none: listWordings.none, where: 'Essai' };

const ROW = { name: 'Pldiffusion1', structure: '73282932000074 - LYON', state: 'Validé' };

/** One and the same table, as it may be written. */
const TABLES: readonly (readonly [what: string, html: string])[] = [
  [
    'in this order',
    table(
      ['Structure raccordée', "Nom de l'application PISTE", 'Etat courant'],
      [['73282932000074 - LYON', 'Pldiffusion1', 'Validé']],
    ),
  ],
  [
    'in another order, with columns nobody asked for',
    table(
      ['Actions', 'Etat courant', "Nom de l'application PISTE", 'Mode', 'Structure raccordée'],
      [['x', 'Validé', 'Pldiffusion1', 'OAuth2', '73282932000074 - LYON']],
    ),
  ],
  [
    'with headers that sort, in other case and with other apostrophes',
    table(
      [
        '<button>STRUCTURE RACCORDÉE <span aria-hidden="true">↓</span></button>',
        '<a href="#">Nom de l’application PISTE ▲▼</a>',
        'État courant\u00a0:',
      ],
      [['73282932000074 - LYON', 'Pldiffusion1', 'Validé']],
    ),
  ],
  [
    'with a line of figures behind another table',
    `${table(['Autre'], [['rien']])}
     ${table(
       ['Structure raccordée', "Nom de l'application PISTE", 'Etat courant'],
       [['  73282932000074\n - LYON ', '\u00a0Pldiffusion1 ', '<b>Validé</b>']],
     )}`,
  ],
  [
    'without head and body',
    `<table><tr><td>Structure raccordée</td><td>Nom de l'application PISTE</td>
     <td>Etat courant</td></tr>
     <tr><td>73282932000074 - LYON</td><td>Pldiffusion1</td><td>Validé</td></tr></table>`,
  ],
  [
    'with its titles drawn once more, over rows that scroll',
    `${table(['Structure raccordée', "Nom de l'application PISTE", 'Etat courant'], [])}
     <div style="height: 90px; overflow: auto"><table><thead><tr style="height: 0">
     ${['Structure raccordée', "Nom de l'application PISTE", 'Etat courant']
       .map(
         (title) => `<th aria-label="${title} : trier" style="padding: 0">
           <div style="height: 0; overflow: hidden">${title}</div></th>`,
       )
       .join('')}</tr></thead>
     <tr><td>73282932000074 - LYON</td><td>Pldiffusion1</td><td>Validé</td></tr></table></div>`,
  ],
  [
    'with a headed first cell in each row',
    `<table><tr><th>Structure raccordée</th><th>Nom de l'application PISTE</th>
     <th>Etat courant</th></tr>
     <tr><th>73282932000074 - LYON</th><td>Pldiffusion1</td><td>Validé</td></tr></table>`,
  ],
];

for (const [what, html] of TABLES) {
  test(`a table is read by its headers: ${what}`, async ({ robotScreen: { page }, show }) => {
    await show(html);
    expect((await readTable(page, SOUGHT))?.rows).toEqual([ROW]);
  });
}

test('a grid is read whose rows, cells and texts are slotted into web components', async ({
  robotScreen: { page },
  show,
}) => {
  const cells = (texts: readonly string[], head = ''): string =>
    texts.map((text) => `<x-cell ${head}>${text}</x-cell>`).join('');
  await show(`<x-grid><x-row slot="head">${cells(HEADERS, 'head')}</x-row>
    <div><x-row>${cells([ROW.structure, ROW.name, ROW.state])}</x-row></div></x-grid>`);
  await page.addScriptTag({ path: 'fixtures/portal/assets/skins/slotted.js' });
  expect((await readTable(page, SOUGHT))?.rows).toEqual([ROW]);
});

test('a list that is being filled is waited for', async ({ robotScreen: { page }, show }) => {
  await show(table(HEADERS, [['Chargement en cours…']]));
  const read = readTable(page, SOUGHT);
  await page.locator('td').evaluate((cell) => {
    cell.outerHTML = '<td>73282932000074 - LYON</td><td>Pldiffusion1</td><td>Validé</td>';
  });
  expect((await read)?.rows).toEqual([ROW]);
});

test('a list that says neither what it has nor that it has nothing is told', async ({
  robotScreen: { page },
  show,
}) => {
  await show(table(HEADERS, [['Une erreur est survenue']]));
  await expect(readTable(page, SOUGHT)).rejects.toMatchObject({
    code: 'COLUMN_NOT_FOUND',
    details: { present: ['Une erreur est survenue'] },
  });
});

const HEADERS = ['Structure raccordée', "Nom de l'application PISTE", 'Etat courant'];

test('a sentence in place of rows is no row', async ({ robotScreen: { page }, show }) => {
  const sentence = '<tr><td colspan="3">Aucune donnée à afficher</td></tr>';
  await show(table(HEADERS, []).replace('</table>', `${sentence}</table>`));
  expect((await readTable(page, SOUGHT))?.rows).toEqual([]);
});

test('headers without rows are an empty table', async ({ robotScreen: { page }, show }) => {
  await show(table(HEADERS, []));
  expect((await readTable(page, SOUGHT))?.rows).toEqual([]);
});

test('an empty cell reads as nothing', async ({ robotScreen: { page }, show }) => {
  await show(table(HEADERS, [['73282932000074 - LYON', 'Pldiffusion1', '']]));
  expect((await readTable(page, SOUGHT))?.rows).toEqual([{ ...ROW, state: '' }]);
});

test('a table that lacks a column is told, with the headers it has', async ({
  robotScreen: { page },
  show,
}) => {
  await show(table(['Structure raccordée', "Nom de l'application PISTE", 'Statut'], []));
  await expect(readTable(page, SOUGHT)).rejects.toMatchObject({
    code: 'COLUMN_NOT_FOUND',
    details: {
      column: 'Etat courant',
      where: 'Essai',
      present: ['Structure raccordée', "Nom de l'application PISTE", 'Statut'],
    },
  });
});

for (const [what, html] of [
  ['no table', '<p>Aucun résultat</p>'],
  ['a table of something else', table(['Login', 'Etat courant'], [['a', 'b']])],
  ['a hidden table', `<div hidden>${table(HEADERS, [])}</div>`],
] as const) {
  test(`${what} is no list`, async ({ robotScreen: { page }, show }) => {
    await show(html);
    expect(await readTable(page, SOUGHT)).toBeUndefined();
  });
}

test('the label of a filter is no title of a column', async ({ robotScreen: { page }, show }) => {
  await show(`<form><div><label for="s">Etat courant</label>
    <select id="s"><option>Validé</select><span>Sélectionner</span></div><button>Appliquer</button></form>`);
  expect(
    await readTable(page, { ...SOUGHT, columns: { state: ['Etat courant'] } }),
  ).toBeUndefined();
});

test('two cards of one title are told apart by their words', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<main><h1>Connections</h1>
    ${card('Connections', 'Manage EDI and API connections', 'Access Service')}
    ${card('Connections', 'Flow monitoring', 'Access Service')}
    ${card('Other', 'Something else', 'More')}</main>`);
  const tiles = cardsOf(await lookAt(page), ['Accéder', 'Access Service']);
  expect(tiles.map(({ title, words }) => ({ title, words }))).toEqual([
    { title: 'Connections', words: 'Connections Manage EDI and API connections Access Service' },
    { title: 'Connections', words: 'Connections Flow monitoring Access Service' },
  ]);
  const [, second] = tiles;
  if (second !== undefined) await clickThing(page, second.opener, 'open');
  await expect(page).toHaveURL(/#Flow monitoring$|#Flow%20monitoring$/u);
});

test('a card alone takes in what stands around it', async ({ robotScreen: { page }, show }) => {
  await show(
    `<main><section>${card('EDI', 'Gérer les raccordements', 'Accéder')}</section></main>`,
  );
  const [tile] = cardsOf(await lookAt(page), ['Accéder']);
  expect(tile).toMatchObject({ title: 'EDI', words: 'EDI Gérer les raccordements Accéder' });
});

test('a card without a heading is known by what is written largest on it', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<div><i>Disponible</i><p><b>EDI</b></p><p>Raccordements</p><a href="#a">Accéder</a></div>
              <div><p>Flux</p><p>Suivi</p><a href="#b">Accéder</a></div>`);
  const tiles = cardsOf(await lookAt(page), ['Accéder']);
  expect(tiles.map(({ title }) => title)).toEqual(['EDI', 'Flux']);
});

const LIST = `<h1>Raccordements API PISTE</h1>
  <label>Structure <select><option>${ROW.structure}</select></label> <button>Appliquer</button>
  ${table(HEADERS, [[ROW.structure, ROW.name, ROW.state]])}
  <button>Déclarer un raccordement PISTE</button>`;

/** The list as it is opened anew, to read the names of all structures. */
const WHOLE = `<a href="#">Gérer raccordement API</a><h1>Raccordements API PISTE</h1>
  <label>Structure <select><option></option></select></label> <button>Appliquer</button>
  <button>Déclarer un raccordement PISTE</button>`;

for (const [what, html] of [
  ['words', '<p>Aucun résultat ne correspond à votre recherche.</p>'],
  ['a pager of no pages', '<div>Pagination <button>&lt;</button> 0 sur 0</div>'],
] as const) {
  test(`a list without a table is empty where ${what} say so`, async ({ robotScreen, show }) => {
    await show(`${WHOLE}${html}`);
    expect(await new ConnectionsPage(robotScreen).readAllInLargestPages()).toEqual([]);
  });
}

for (const [what, html] of [
  ['nothing', '<p>Pagination 1 sur 1</p>'],
  ['words clipped away', '<p style="clip-path: inset(50%)">Aucun résultat</p><p>1 sur 1</p>'],
  ['what cannot be read', '<x-closed>Pldiffusion1</x-closed><p>1 sur 1</p>'],
] as const) {
  test(`a list that shows ${what} in place of a table is not taken for an empty one`, async ({
    robotScreen,
    show,
  }) => {
    await show(`${WHOLE}${html}`);
    await robotScreen.page.evaluate(() => {
      const closed = document.querySelector('x-closed')?.attachShadow({ mode: 'closed' });
      if (closed !== undefined) closed.innerHTML = '<table><td><slot></slot></td></table>';
    });
    const rows = new ConnectionsPage(robotScreen).readAllInLargestPages();
    await expect(rows).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
  });
}

test('a list whose lines come late is waited for', async ({ robotScreen, show }) => {
  await show(`${WHOLE}<div id="lines"></div>`);
  await robotScreen.page.evaluate(
    (lines) => {
      setTimeout(() => {
        const place = document.getElementById('lines');
        if (place !== null) place.innerHTML = lines;
      }, 2_000);
    },
    table(HEADERS, [[ROW.structure, ROW.name, ROW.state]]),
  );
  const rows = await new ConnectionsPage(robotScreen).readAllInLargestPages();
  expect(rows).toMatchObject([{ applicationName: ROW.name }]);
});

test('a pager that stays clickable ends where it says so', async ({ robotScreen, show }) => {
  await show(`<div><a href="#">&lt;</a> <span>1 sur 1</span> <a href="#">&gt;</a></div>${LIST}`);
  const rows = await new ConnectionsPage(robotScreen).readFor('73282932000074' as Siret);
  expect(rows).toMatchObject([{ applicationName: ROW.name }]);
});

/** A list of three pages, which its button turns; `number` writes the pager. */
const turning = (button: string, number: string): string => `${LIST}<div>${button}</div>
  <div id="pager"></div><script>
    let page = 1;
    const pager = document.getElementById('pager');
    const show = () => {
      pager.textContent = ${number};
      document.querySelector('td:nth-child(2)').textContent = 'Pldiffusion' + page;
    };
    document.querySelector('[data-next]')?.addEventListener('click', () => { page += 1; show(); });
    show();
  </script>`;
const SUIVANT = '<button data-next>Suivant</button>';

for (const [what, html] of [
  ['its rows', turning(SUIVANT, '"Affichage de " + page + " à " + page + " sur 3 entrées"')],
  ['its pages', turning(SUIVANT, '"Page " + page + "/3"')],
] as const) {
  test(`a list that counts ${what} is read to its end by the usual words`, async ({
    robotScreen,
    show,
  }) => {
    await show(html);
    const rows = await new ConnectionsPage(robotScreen).readFor('73282932000074' as Siret);
    const names = rows.map(({ applicationName }) => applicationName);
    expect(names).toEqual(['Pldiffusion1', 'Pldiffusion2', 'Pldiffusion3']);
  });
}

for (const [what, html] of [
  [
    'a drawing leads on',
    turning('<button data-next><svg width="9" height="9" /></button>', "'1 / 3'"),
  ],
  ['nothing leads on', turning('', "'25 résultats'")],
  ['only numbers lead on', `${LIST}<p><a href="#1">1</a> <a href="#2">2</a></p>`],
] as const) {
  test(`a list of which more is said, and ${what}, is never taken for the whole`, async ({
    robotScreen,
    show,
  }) => {
    await show(html);
    const rows = new ConnectionsPage(robotScreen).readFor('73282932000074' as Siret);
    await expect(rows).rejects.toMatchObject({ code: 'CONTROL_NOT_FOUND' });
  });
}

test('a table whose pages are not turned is an error where it has several', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`${table(HEADERS, [[ROW.structure, ROW.name, ROW.state]])}<p>1 sur 2</p>`);
  await expect(readTable(page, { ...SOUGHT, isOnePage: true })).rejects.toMatchObject({
    code: 'CONTROL_NOT_FOUND',
    details: { present: ['1 sur 2'] },
  });
});

test('a pager that leads nowhere and does not say why stops the reading @whole', async ({
  robotScreen,
  show,
}) => {
  await show(`<p><a href="#">&gt;</a></p>${LIST}`);
  const rows = new ConnectionsPage(robotScreen).readFor('73282932000074' as Siret);
  await expect(rows).rejects.toMatchObject({ code: 'ACTION_FAILED' });
});

function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headers.map((header) => `<th>${header}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<table><tr>${head}</tr>${body.join('')}</table>`;
}

function card(title: string, words: string, opener: string): string {
  return `<article><h2>${title}</h2> <p>${words}</p> <a href="#${words}">${opener}</a></article>`;
}
