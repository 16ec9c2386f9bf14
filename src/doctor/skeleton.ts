import type { ElementNode, PageNode } from '../browser/page-tree.ts';
import type { Scrubber } from './scrubber.ts';

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'wbr']);

const CONTROLS = new Set(['input', 'select', 'textarea', 'button']);

/** Elements whose words belong to the page and not to the signed-in user. */
const WORDED = new Set(
  'a button caption dt h1 h2 h3 h4 h5 h6 label legend option summary th'.split(' '),
);

/** Matches elements that show who is signed in. */
const USER = /user|utilisateur|avatar|profil/iu;

/** Matches the selected value of a select2, and its placeholder. */
const CHOSEN = /select2-(chosen|selection__rendered)/u;
const NOTHING_CHOSEN = 'select2-selection__placeholder';

const FREE_TEXT = new Set(
  (
    'alt aria-description aria-label aria-placeholder aria-roledescription aria-valuetext ' +
    'placeholder title'
  ).split(' '),
);

/** Roles of tables that are made of other elements. */
const GRIDS = new Set(['table', 'grid', 'treegrid']);

interface Place {
  readonly scrubber: Scrubber;
  /** Keeps only the page's own words: any other text may contain a secret. */
  readonly wordsOnly: boolean;
  readonly isWorded: boolean;
  readonly isData: boolean;
  /** True inside a table with headers. */
  readonly inTable: boolean;
}

/**
 * Returns a page as static HTML for testing page objects, without personal data: texts in table
 * cells, next to a SIRET or naming the user are replaced by their shape (`Xxxx 00`).
 */
export function skeletonOf(
  tree: ElementNode,
  scrubber: Scrubber,
  { title, wordsOnly }: { readonly title: string; readonly wordsOnly: boolean },
): string {
  const place = { scrubber, wordsOnly, isWorded: false, isData: false, inTable: false };
  const head = `<meta charset="utf-8" /><title>${escapeHtml(scrubber.text(title))}</title>`;
  return `<!doctype html>\n<html lang="fr">\n<head>${head}</head>\n${render(tree, place)}\n</html>\n`;
}

function render(node: PageNode, place: Place): string {
  const { scrubber } = place;
  if (typeof node === 'string') return escapeHtml(textOf(node, place));
  const { tag, attributes, children } = node;
  const inside = placeInside(node, place);
  const shown = Object.entries(attributes)
    .filter(([name]) => !(place.wordsOnly && isFreeText(name, tag)))
    .map(([name, value]) => {
      const isData = inside.isData && isFreeText(name, tag);
      return ` ${name}="${escapeHtml(isData ? scrubber.data(value) : scrubber.text(value))}"`;
    })
    .join('');
  if (VOID.has(tag)) return `<${tag}${shown} />`;
  const content = children.map((child) => render(child, inside)).join('');
  const end = ['div', 'tr', 'form', 'section', 'option', 'li', 'p', 'label'].includes(tag);
  return `<${tag}${shown}>${content}</${tag}>${end ? '\n' : ''}`;
}

/** Returns whether an attribute may say what an element shows; that of a field is its label. */
function isFreeText(name: string, tag: string): boolean {
  return FREE_TEXT.has(name) && !(name === 'aria-label' && CONTROLS.has(tag));
}

function textOf(text: string, { scrubber, wordsOnly, isWorded, isData }: Place): string {
  if (text.trim() === '') return text;
  if (wordsOnly && !isWorded) return '…';
  return isData ? scrubber.data(text) : scrubber.text(text);
}

function placeInside({ tag, attributes, children }: ElementNode, place: Place): Place {
  const { class: classes = '', id = '', role = '' } = attributes;
  const isTable = tag === 'table' || GRIDS.has(role);
  const inTable = isTable ? contains(children, isTitle) : place.inTable;
  const isCell = tag === 'td' || role === 'cell' || role === 'gridcell';
  // A cell across all columns says that there is no row; a cell with a control belongs to a form.
  const isDatum =
    isCell &&
    inTable &&
    attributes['colspan'] === undefined &&
    attributes['aria-colspan'] === undefined &&
    !contains(children, (inner) => CONTROLS.has(inner.tag));
  const isUser = tag !== 'body' && !CONTROLS.has(tag) && USER.test(`${classes} ${id}`);
  return {
    ...place,
    inTable,
    isWorded: place.isWorded || WORDED.has(tag),
    isData:
      !classes.includes(NOTHING_CHOSEN) &&
      (place.isData || isDatum || isUser || CHOSEN.test(classes)),
  };
}

function isTitle({ tag, attributes }: ElementNode): boolean {
  return tag === 'th' || attributes['role'] === 'columnheader';
}

function contains(nodes: readonly PageNode[], isIt: (node: ElementNode) => boolean): boolean {
  return nodes.some(
    (node) => typeof node !== 'string' && (isIt(node) || contains(node.children, isIt)),
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
