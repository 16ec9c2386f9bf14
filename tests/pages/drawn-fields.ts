import type { Chance } from './chance.ts';

/** A label and what it names, drawn in one of the ways of the web. */
export interface DrawnField {
  readonly html: string;
  readonly shows: string;
}

type Draw = (chance: Chance, label: string, id: string) => DrawnField;

const shownBy = (id: string): string => `Valeur ${id}`;

/** What says that a field must be filled in. */
const MARKS = ['', ' *', ' <span aria-hidden="true">*</span>', ' :', ' (obligatoire)'] as const;

const HINTS_INSIDE = [
  '<span class="fr-hint-text">Chiffres et lettres</span>',
  '<span style="display:block">Chiffres et lettres</span>',
] as const;

const controls: readonly Draw[] = [
  (_, __, id) => ({ html: `<input id="${id}" value="${shownBy(id)}">`, shows: shownBy(id) }),
  (_, __, id) => ({ html: `<textarea id="${id}">${shownBy(id)}</textarea>`, shows: shownBy(id) }),
  (_, __, id) => ({
    html: `<select id="${id}"><option>Autre<option selected>${shownBy(id)}</select>`,
    shows: shownBy(id),
  }),
  (_, __, id) => ({
    html: `<x-field id="h-${id}"><template shadowrootmode="open"><p><slot></slot></p></template>
      <input id="${id}" value="${shownBy(id)}"></x-field>`,
    shows: shownBy(id),
  }),
];

const written = (chance: Chance, label: string): string => `${label}${chance.oneOf(MARKS)}`;

const byFor: Draw = (chance, label, id) => {
  const { html, shows } = chance.oneOf(controls)(chance, label, id);
  const hint = chance.percent(30) ? ` ${chance.oneOf(HINTS_INSIDE)}` : '';
  const beside = chance.percent(30) ? '<p class="hint">Comme sur votre facture</p>' : '';
  const named = `<label for="${id}">${written(chance, label)}${hint}</label>`;
  const parts = chance.percent(80) ? [named, beside, html] : [html, named, beside];
  return { html: `<div>${parts.join('')}</div>`, shows };
};

const byWrapping: Draw = (chance, label, id) => ({
  html: `<p><label>${written(chance, label)} <input value="${shownBy(id)}"></label></p>`,
  shows: shownBy(id),
});

const byAria: Draw = (chance, label, id) => {
  const named = chance.oneOf([`aria-label="${label}"`, `aria-labelledby="l-${id}"`]);
  const visible = named.startsWith('aria-labelledby')
    ? `<span id="l-${id}">${written(chance, label)}</span>`
    : '';
  return {
    html: `<div>${visible}<section><input ${named} value="${shownBy(id)}"></section></div>`,
    shows: shownBy(id),
  };
};

const byCell: Draw = (chance, label, id) => ({
  html: `<table><tbody><tr><td>${written(chance, label)}</td>
    <td><input value="${shownBy(id)}"></td></tr></tbody></table>`,
  shows: shownBy(id),
});

const byFloat: Draw = (chance, label, id) => ({
  html: `<div style="position:relative;padding-top:20px"><div><input value="${shownBy(id)}"></div>
    <span style="position:absolute;top:0;left:0">${written(chance, label)}</span></div>`,
  shows: shownBy(id),
});

/** A button and its list, open or closed, joined by `aria-controls`, by their label or by nothing. */
const byList: Draw = (chance, label, id) => {
  const [joins, isOpen] = [chance.oneOf(['controls', 'label', 'place']), chance.percent(50)];
  const named = joins === 'place' ? '' : `aria-labelledby="l-${id}"`;
  const owns = joins === 'controls' ? `aria-controls="o-${id}"` : '';
  const options = ['Autre', shownBy(id)].map((text) => `<li role="option">${text}</li>`).join('');
  const list = `<ul role="listbox" id="o-${id}" ${joins === 'label' ? named : ''}>${options}</ul>`;
  return {
    html: `<div><div id="l-${id}">${written(chance, label)}</div>
      <button type="button" role="combobox" aria-expanded="${String(isOpen)}" ${named} ${owns}>
      ${shownBy(id)}</button>${isOpen ? list : ''}</div>`,
    shows: shownBy(id),
  };
};

const byInlineList: Draw = (chance, label, id) => ({
  html: `<div><div id="l-${id}">${written(chance, label)}</div><ul role="listbox"
    aria-labelledby="l-${id}"><li role="option">Autre</li>
    <li role="option" aria-selected="true">${shownBy(id)}</li></ul></div>`,
  shows: shownBy(id),
});

const byRadios: Draw = (chance, label, id) => ({
  html: `<fieldset><legend>${written(chance, label)}</legend>
    <label><input type="radio" name="${id}">Autre</label>
    <label><input type="radio" name="${id}" checked>${shownBy(id)}</label></fieldset>`,
  shows: shownBy(id),
});

const WAYS = [
  ...[byFor, byFor, byFor, byWrapping, byAria, byCell],
  ...[byFloat, byList, byList, byInlineList, byRadios],
] as const;

/** Draws a field of that label, in any way. */
export function drawField(chance: Chance, label: string, id: string): DrawnField {
  return chance.oneOf(WAYS)(chance, label, id);
}
