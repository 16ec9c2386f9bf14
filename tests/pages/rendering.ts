import { html, raw } from 'hono/html';
import {
  connectionListWordings,
  declarationWordings,
  listWordings,
  navigationWordings,
  signInWordings,
  technicalAccountWordings,
} from '../../flows/pages/wordings.ts';
import { Chance } from '../../fixtures/portal/drawn/chance.ts';
import { drawPressable } from '../../fixtures/portal/drawn/button.ts';
import { drawField } from '../../fixtures/portal/drawn/field.ts';
import { drawNotice } from '../../fixtures/portal/drawn/notice.ts';
import { drawReplaced } from '../../fixtures/portal/drawn/replaced.ts';
import { drawTable } from '../../fixtures/portal/drawn/table.ts';
import type { Markup } from '../../fixtures/portal/markup.ts';
import type { Field } from '../../fixtures/portal/skins/skin.ts';
import type { Wording } from '../../src/seeing/wording.ts';

/** What a person would say to a question about a drawn page. */
export type Said<T> = { readonly is: T } | 'none' | 'several';

/** A thing to press, and which of what is drawn a person presses. */
interface Pressing {
  readonly wording: Wording;
  readonly said: Said<string>;
}

/** A field, and what a person reads in it. */
interface Asking {
  readonly wording: Wording;
  readonly said: Said<string>;
}

/**
 * A list, its lines as a person reads them in the order of these columns, and whether what stands
 * by it says that there are more.
 */
interface Listing {
  readonly columns: readonly Wording[];
  readonly said: 'none' | { readonly is: readonly (readonly string[])[]; readonly isCut: boolean };
}

/** What a page says after a form was sent, and what a person takes it for. */
interface Answering {
  /** Shown after the click, in place of the form or beside it. */
  readonly html: string;
  readonly isFormThere: boolean;
  readonly said: { readonly kind: 'accepted' | 'refused'; readonly message: string };
}

/** The screens of the procedure, in its order. */
export const SCREENS = [
  'welcome',
  'sign-in',
  'home',
  'menu',
  'list',
  'declaration',
  'account',
] as const;

export type ScreenName = (typeof SCREENS)[number];

/** A page drawn at random, with what a person would say of it. */
export interface Rendering {
  readonly screen: ScreenName;
  readonly html: string;
  readonly pressing: readonly Pressing[];
  readonly asking: readonly Asking[];
  readonly listing?: Listing;
  /** Which of the applications' cards speaks of EDI and API. */
  readonly card?: Said<string>;
  readonly answering?: Answering;
}

/** A part of a page: blocks that may stand in any order, and what is asked about them. */
interface Part extends Partial<Pick<Rendering, 'pressing' | 'asking' | 'listing' | 'card'>> {
  readonly blocks: readonly Markup[];
}

/** Draws a page from a seed; seeds that follow each other draw all screens. */
export function draw(seed: number): Rendering {
  const chance = new Chance(seed);
  const screen = SCREENS[seed % SCREENS.length] ?? 'welcome';
  const parts = PARTS[screen](chance);
  const blocks = chance.shuffled(parts.flatMap((part) => [...part.blocks]));
  const around = chance.oneOf(['main', 'div', 'section']);
  const content = blocks.map((block) => html`<div>${block}</div>`);
  const [listing] = parts.flatMap((part) => part.listing ?? []);
  const [card] = parts.flatMap((part) => part.card ?? []);
  const isForm = screen === 'declaration' || screen === 'account';
  const isInDialog = isForm && Chance.of(seed, 'dialog').percent(15);
  const shown = isInDialog ? html`<div role="dialog" aria-modal="true">${content}</div>` : content;
  return {
    screen,
    html: textOf(
      html`<header><a href="#">Chorus Pro</a></header>
        ${raw(`<${around}>`)}${shown}${raw(`</${around}>`)}`,
    ),
    pressing: parts.flatMap((part) => part.pressing ?? []),
    asking: parts.flatMap((part) => part.asking ?? []),
    ...(listing !== undefined && { listing }),
    ...(card !== undefined && { card }),
    ...(isForm && { answering: answer(chance) }),
  };
}

const PARTS: Readonly<Record<ScreenName, (chance: Chance) => Part[]>> = {
  welcome: (chance) => [press(chance, signInWordings.signIn), reading('Bienvenue sur Chorus Pro')],
  'sign-in': (chance) => [
    ask(chance, signInWordings.userName, 'text'),
    ask(chance, signInWordings.oneTimeCode, 'text'),
    press(chance, ['Connexion']),
  ],
  home: (chance) => [open(chance)],
  menu: (chance) => [
    press(chance, navigationWordings.manageConnections),
    ...['Délégations', 'Factures reçues', 'Gérer raccordement EDI'].map((words) => ({
      blocks: [drawn(chance, words)],
    })),
  ],
  list: (chance) => [
    ask(chance, connectionListWordings.structureFilter, 'search'),
    ask(chance, connectionListWordings.linesPerPage, 'choice'),
    press(chance, connectionListWordings.apply),
    press(chance, connectionListWordings.declare),
    list(chance, [
      connectionListWordings.applicationColumn,
      connectionListWordings.structureColumn,
      connectionListWordings.stateColumn,
    ]),
  ],
  declaration: (chance) => [
    ask(chance, declarationWordings.structure, 'search'),
    ask(chance, declarationWordings.applicationName, 'text'),
    ask(chance, declarationWordings.usage, 'choice'),
    ask(chance, declarationWordings.editor, 'text'),
    ask(chance, declarationWordings.contactName, 'text'),
    ask(chance, declarationWordings.contactPhone, 'text'),
    ask(chance, declarationWordings.contactEmail, 'email'),
    press(chance, declarationWordings.submit),
    { blocks: [drawn(chance, 'Annuler')] },
  ],
  account: (chance) => [
    ask(chance, technicalAccountWordings.requestType, 'choice'),
    ask(chance, technicalAccountWordings.structure, 'search'),
    ask(chance, technicalAccountWordings.companyName, 'read-only'),
    ask(chance, technicalAccountWordings.login, 'read-only'),
    ask(chance, technicalAccountWordings.contactEmail, 'email'),
    press(chance, technicalAccountWordings.submit),
    list(chance, [
      technicalAccountWordings.loginColumn,
      technicalAccountWordings.stateColumn,
      technicalAccountWordings.expiryColumn,
    ]),
  ],
};

function reading(words: string): Part {
  return { blocks: [html`<h1>${words}</h1>`] };
}

function drawn(chance: Chance, text: string): Markup {
  return drawPressable(chance, { text, kind: 'primary', name: 'other' });
}

/**
 * Something that says by its role that it is pressed. A hand over a block that others are wrapped
 * round is in no look, and is only asked for where nothing else is found (docs/seeing.md).
 */
function drawnByRole(chance: Chance, text: string): Markup {
  const thing = drawn(chance, text);
  return textOf(thing).includes('class="pressed"') ? drawnByRole(chance, text) : thing;
}

/** As a person reads it, written in other letters, with other spaces. */
function written(chance: Chance, words: string): string {
  return chance.oneOf([words, words.toUpperCase(), words.replace(' ', '\u00a0'), ` ${words}  `]);
}

/** Mostly one thing of that kind, at times none or two. */
function countOf(chance: Chance): number {
  return chance.oneOf([1, 1, 1, 1, 1, 1, 0, 2]);
}

function saidOf<T>(count: number, one: T): Said<T> {
  return count === 0 ? 'none' : count === 1 ? { is: one } : 'several';
}

/** Something to press, with what bears nearly the same words or is for nobody to press. */
function press(chance: Chance, wording: Wording): Part {
  const words = chance.oneOf(wording);
  const count = countOf(chance);
  const things = ['one', 'two'].slice(0, count).map((is) => {
    const text = written(chance, words);
    const thing = count === 1 ? drawn(chance, text) : drawnByRole(chance, text);
    return html`<div data-is="${is}">${thing}</div>`;
  });
  const alike = chance.shuffled([
    html`<p><button>${words} plus tard</button></p>`,
    html`<h2>${words}</h2>`,
    html`<p>${words}</p>`,
    html`<p hidden><button>${words}</button></p>`,
    html`<a href="#" style="position:absolute;width:1px;height:1px;overflow:hidden">${words}</a>`,
  ]);
  return {
    blocks: [...things, ...alike.slice(0, 2)],
    pressing: [{ wording, said: saidOf(count, 'one') }],
  };
}

const CHOSEN: ReadonlySet<Field['kind']> = new Set(['choice', 'search']);

/** A field, with one of nearly the same label at times. */
function ask(chance: Chance, wording: Wording, kind: Field['kind']): Part {
  const label = chance.oneOf(wording);
  const count = countOf(chance);
  // A field goes before a text that only shows something: of two, both are fields.
  const made = count === 2 && kind === 'read-only' ? 'text' : kind;
  const fields = ['a', 'b'].slice(0, count).map((letter) => fieldOf(wording, label, made, letter));
  // A field goes before a block without a role, too.
  const isReplaced = count === 1 && CHOSEN.has(made) && chance.percent(15);
  const drawOne = isReplaced ? drawReplaced : drawField;
  const other = fieldOf(wording, `${label} du suppléant`, 'text', 'other');
  const alike = chance.percent(20) ? [other] : [];
  return {
    blocks: [
      ...fields.map((field) => drawOne(chance, field)),
      ...alike.map((field) => drawField(chance, field)),
    ],
    asking: [{ wording, said: saidOf(count, shownBy(wording, 'a')) }],
  };
}

function fieldOf(wording: Wording, label: string, kind: Field['kind'], letter: string): Field {
  const id = `${letter}-${wording[0].replace(/\P{L}/gu, '')}`;
  const shown = shownBy(wording, letter);
  const isChoice = kind === 'choice' || kind === 'search';
  return {
    id,
    name: id,
    label,
    kind,
    value: isChoice ? 'b' : shown,
    mandatory: letter === 'a',
    choices: isChoice
      ? [
          ['a', 'Autre'],
          ['b', shown],
          ['c', 'Autre encore'],
        ]
      : [],
    hidden: false,
    invalid: false,
  };
}

/** What a field holds: of each field something else. */
function shownBy([first]: Wording, letter: string): string {
  const number = [...first].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0);
  return `Valeur ${letter} ${number}`;
}

/** A list of some lines, or of none, beside another list at times. */
function list(chance: Chance, columns: readonly Wording[]): Part {
  const titles = columns.map((wording) => chance.oneOf(wording));
  const order = chance.shuffled(titles.map((_, place) => place));
  const lines = Array.from({ length: chance.oneOf([0, 1, 2, 5]) }, (_, line) =>
    titles.map((title) => `${title.slice(0, 3).trim()} ${String(line)}`),
  );
  const inOrder = (cells: readonly string[]): string[] => order.map((place) => cells[place] ?? '');
  const isSorted = chance.percent(30);
  const icon = html`<svg width="16" height="16" aria-hidden="true"></svg>`;
  const sorting = (title: string): Markup =>
    chance.oneOf([
      html`<button type="button">${title} ↓</button>`,
      html`${title} <button type="button" title="Trier par ${title}">${icon}</button>`,
    ]);
  const table = drawTable(chance, {
    title: 'Résultats',
    columns: inOrder(titles).map((title) => (isSorted ? sorting(title) : title)),
    rows: lines.map(inOrder),
    empty: chance.oneOf(listWordings.none),
    ...(lines.length === 0 && chance.percent(50) && { filledLater: true }),
  });
  const hasTitles = lines.length > 0 || textOf(table).includes('data-rows');
  const isCut = lines.length > 0 && chance.percent(30);
  const [shown, all] = [lines.length, lines.length + (isCut ? 10 : 0)];
  const count = chance.oneOf([
    html`<p>${all} résultats</p>`,
    html`<div>1 – ${shown} sur ${all}</div>`,
    html`<div><button type="button">&lt;</button> <b>1</b> sur <b>${isCut ? 3 : 1}</b></div>`,
  ]);
  const counted = hasTitles ? html`<div>${table} ${count}</div>` : table;
  const other = html`<table>
    <tbody>
      <tr>
        <th>Nom du fichier</th>
        <th>Taille</th>
      </tr>
      <tr>
        <td>a</td>
        <td>b</td>
      </tr>
    </tbody>
  </table>`;
  return {
    blocks: chance.percent(40) ? [counted, other] : [counted],
    listing: { columns, said: hasTitles ? { is: lines, isCut } : 'none' },
  };
}

/** Cards that open applications, of which one speaks of EDI and API by its title. */
function open(chance: Chance): Part {
  const cards = [
    { is: 'edi', title: 'Raccordement EDI et API', text: 'Gérer les raccordements' },
    { is: 'flux', title: 'Suivi des flux', text: 'Suivre ses flux EDI et API' },
    { is: 'compte', title: 'Compte technique', text: 'Pour les appels en mode API' },
  ];
  const again = { is: 'edi-again', title: 'Vos raccordements EDI et API', text: 'Nouveau' };
  const count = chance.oneOf([1, 1, 1, 2]);
  const box = chance.oneOf(['article', 'div', 'li']);
  const title = chance.oneOf(['h2', 'h4', 'p', 'div']);
  const opens = chance.oneOf(navigationWordings.openApplication);
  const shown = count === 2 ? [...cards, again] : cards;
  const drawnCards = chance.shuffled(shown).map(
    (card) =>
      html`${raw(`<${box} data-is="${card.is}"><${title}>`)}${card.title}${raw(`</${title}>`)}
        <p>${card.text}</p>
        <div>${drawnByRole(chance, opens)}</div>
        ${raw(`</${box}>`)}`,
  );
  return { blocks: [html`<div>${drawnCards}</div>`], card: saidOf(count, 'edi') };
}

/** What comes of a form that was sent. */
function answer(chance: Chance): Answering {
  const isTaken = chance.percent(50);
  const [text, line] = isTaken
    ? (['Votre demande a été enregistrée', 'Référence 42'] as const)
    : (['La demande n’a pas abouti', 'La structure est en cours de traitement'] as const);
  const lines = chance.percent(50) ? [line] : [];
  const notice = drawNotice(chance, { kind: isTaken ? 'success' : 'error', text, lines });
  return {
    html: textOf(notice),
    isFormThere: !isTaken,
    said: { kind: isTaken ? 'accepted' : 'refused', message: [text, ...lines].join(' ') },
  };
}

/** What is drawn needs nothing that is waited for. */
function textOf(markup: Markup): string {
  if (markup instanceof Promise) throw new Error('a drawn page is no promise');
  return markup.toString();
}
