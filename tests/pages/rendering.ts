import type { Wording } from '../../src/seeing/wording.ts';
import { Chance } from './chance.ts';
import { drawField } from './drawn-fields.ts';

/** What a person would say to a question about a drawn page. */
type Said<T> = { readonly is: T } | 'none' | 'several';

export interface Rendering {
  readonly html: string;
  /** Which `data-is` is pressed. */
  readonly pressed: { readonly wording: Wording; readonly said: Said<string> };
  readonly fields: readonly { readonly wording: Wording; readonly said: Said<string> }[];
  readonly table: { readonly columns: readonly Wording[]; readonly rows: readonly string[][] };
  /** Which `data-is` opens the card that speaks of EDI and API. */
  readonly card: string;
}

const SUBMIT = ['Déclarer un raccordement PISTE'] as const;

const LABELS = [
  ['Téléphone'],
  ['Adresse électronique', 'E-mail'],
  ['Nom Prénom', 'Nom et prénom'],
  ['Editeur / solution'],
] as const;

const COLUMNS = [
  ["Nom de l'application PISTE"],
  ['Structure raccordée'],
  ['Etat courant'],
] as const;

/** One thing to press to a person, whatever it is made of. */
const PRESSED: readonly ((words: string, is: string) => string)[] = [
  (words, is) => `<button data-is="${is}">${words}</button>`,
  (words, is) => `<a href="#" data-is="${is}">${words}</a>`,
  (words, is) => `<a href="#" data-is="${is}"><button>${words}</button></a>`,
  (words, is) => `<input type="submit" data-is="${is}" value="${words}">`,
  (words, is) => `<button data-is="${is}" aria-label="${words}"><svg></svg></button>`,
  (words, is) => `<button data-is="${is}"><svg></svg><span>${words}</span></button>`,
  (words, is) => `<div role="button" tabindex="0" data-is="${is}">${words}</div>`,
  (words, is) => `<div style="cursor:pointer" data-is="${is}"><b>${words}</b></div>`,
  (words, is) =>
    `<ul role="menu"><li role="menuitem" data-is="${is}"><a href="#">${words}</a></li></ul>`,
  (words, is) =>
    `<x-button data-is="${is}"><template shadowrootmode="open"><button><slot></slot></button>
     </template>${words}</x-button>`,
];

/** As `data-is` in other letters, and with what a person does not read. */
function worded(chance: Chance, words: string): string {
  return chance.oneOf([words, words.toUpperCase(), words.replace(' ', '\u00a0'), ` ${words}  `]);
}

function pressing(chance: Chance): { html: string[]; said: Said<string> } {
  const count = chance.oneOf([1, 1, 1, 1, 0, 2]);
  const drawn = ['one', 'two']
    .slice(0, count)
    .map((is) => `<p>${chance.oneOf(PRESSED)(worded(chance, SUBMIT[0]), is)}</p>`);
  const alike = chance.shuffled([
    `<p><button>${SUBMIT[0]} plus tard</button></p>`,
    `<h2>${SUBMIT[0]}</h2>`,
    `<p>${SUBMIT[0]}</p>`,
    `<p hidden><button>${SUBMIT[0]}</button></p>`,
    `<a href="#" style="position:absolute;width:1px;height:1px;overflow:hidden">${SUBMIT[0]}</a>`,
  ]);
  const said = count === 1 ? { is: 'one' } : count === 0 ? 'none' : 'several';
  return { html: [...drawn, ...alike.slice(0, 2)], said };
}

function asking(chance: Chance): { html: string[]; fields: Rendering['fields'] } {
  const drawn = LABELS.map((wording, index) => {
    const label = chance.oneOf(wording);
    const count = chance.oneOf([1, 1, 1, 1, 1, 0, 2]);
    const boxes = ['a', 'b']
      .slice(0, count)
      .map((letter) => drawField(chance, label, `${letter}${String(index)}`));
    const [first] = boxes;
    const alike = chance.percent(30)
      ? [drawField(chance, `${label} du suppléant`, `s${String(index)}`)]
      : [];
    const said: Said<string> =
      first === undefined ? 'none' : count === 2 ? 'several' : { is: first.shows };
    return { html: [...boxes, ...alike].map(({ html }) => html), field: { wording, said } };
  });
  return {
    html: drawn.flatMap(({ html }) => html).map((html) => `<section>${html}</section>`),
    fields: drawn.map(({ field }) => field),
  };
}

function listing(chance: Chance): { html: string; rows: string[][] } {
  const order = chance.shuffled([0, 1, 2]);
  const lines = Array.from({ length: chance.oneOf([1, 2, 5]) }, (_, line) =>
    ['nom', 'structure', 'état'].map((what) => `${what} ${String(line)}`),
  );
  const inOrder = (cells: readonly string[]): string[] => order.map((place) => cells[place] ?? '');
  const head = inOrder(COLUMNS.map(([title]) => title));
  const sorted = chance.percent(30) ? head.map((title) => `<button>${title} ↓</button>`) : head;
  const rows = lines.map(inOrder);
  const cells = (texts: readonly string[], tag: string, more = ''): string =>
    texts.map((text) => `<${tag} ${more}>${text}</${tag}>`).join('');
  const html = chance.oneOf([
    () => `<table><thead><tr>${cells(sorted, 'th')}</tr></thead><tbody>
      ${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table>`,
    () => `<table><tr>${cells(sorted, 'td')}</tr>
      ${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</table>`,
    () => `<div role="grid"><div role="row">${cells(sorted, 'div', 'role="columnheader"')}</div>
      ${rows.map((row) => `<div role="row">${cells(row, 'span', 'role="gridcell"')}</div>`).join('')}</div>`,
    () => `<table><tr>${cells(head, 'th')}</tr></table><table>
      ${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</table>`,
    () => `<section><div style="display:flex">${cells(head, 'div')}</div>
      ${rows.map((row) => `<div style="display:flex">${cells(row, 'div')}</div>`).join('')}</section>`,
  ])();
  const other = '<table><tr><th>Login</th><th>Etat</th></tr><tr><td>a</td><td>b</td></tr></table>';
  const parts = chance.percent(40) ? chance.shuffled([html, other]) : [html];
  return { html: parts.map((part) => `<div>${part}</div>`).join(''), rows };
}

function opening(chance: Chance): { html: string; card: string } {
  const cards = [
    { is: 'edi', title: 'Raccordement EDI et API', text: 'Gérer les raccordements' },
    { is: 'flux', title: 'Suivi des flux', text: 'Suivre ses flux EDI et API' },
    { is: 'compte', title: 'Compte technique', text: 'Pour les appels en mode API' },
  ];
  const [box, title] = [
    chance.oneOf(['article', 'div', 'li']),
    chance.oneOf(['h2', 'h4', 'div role="heading" aria-level="3"', 'p', 'div']),
  ];
  const open = chance.oneOf(PRESSED.slice(0, 3));
  const drawn = chance.shuffled(cards).map(
    (card) => `<${box}><${title}>${card.title}</${title.replace(/ .*/u, '')}>
      <p>${card.text}</p><div>${open('Accéder', card.is)}</div></${box}>`,
  );
  return { html: `<div>${drawn.join('')}</div>`, card: 'edi' };
}

/** Draws a page from a seed, with what a person would say of it. */
export function draw(seed: number): Rendering {
  const chance = new Chance(seed);
  const [press, ask, list, open] = [
    pressing(chance),
    asking(chance),
    listing(chance),
    opening(chance),
  ];
  const blocks = chance.shuffled([...press.html, ...ask.html, list.html, open.html]);
  const around = chance.oneOf(['main', 'div', 'form', 'section']);
  return {
    html: `<header><a href="#">Chorus Pro</a></header><${around}>${blocks.join('\n')}</${around}>`,
    pressed: { wording: SUBMIT, said: press.said },
    fields: ask.fields,
    table: { columns: COLUMNS, rows: list.rows },
    card: open.card,
  };
}
