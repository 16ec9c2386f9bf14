import type { Frame } from 'playwright';
import { z } from 'zod';

/** An element of a page at one moment, without values, scripts and styles. */
export interface ElementNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PageNode[];
}

export type PageNode = ElementNode | string;

const pageNode: z.ZodType<PageNode> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({
      tag: z.string(),
      attributes: z.record(z.string(), z.string()),
      children: z.array(pageNode),
    }),
  ]),
);

/** Attributes by which page objects tell elements apart; none contains typed text. */
const ATTRIBUTES = [
  'alt',
  'autocomplete',
  'class',
  'colspan',
  'contenteditable',
  'disabled',
  'for',
  'headers',
  'hidden',
  'id',
  'lang',
  'multiple',
  'name',
  'placeholder',
  'readonly',
  'role',
  'rowspan',
  'scope',
  'tabindex',
  'title',
  'type',
] as const;

/** Maximum length of a list: further items are more of the same. */
const MAX_LIST_LENGTH = 20;

/**
 * Returns the body of the current document as a tree, without scripts, styles, values and hidden
 * inputs. Elements that the page's styles hide are marked `hidden`, since the tree has no styles.
 */
export async function treeOf(view: Frame): Promise<ElementNode> {
  const json = await view.evaluate(bodyAsJson, { kept: [...ATTRIBUTES], longest: MAX_LIST_LENGTH });
  const tree = pageNode.parse(JSON.parse(json));
  if (typeof tree === 'string') throw new Error('a page is an element');
  return tree;
}

/** Runs inside the page, so it can use no outer variable. */
function bodyAsJson({ kept, longest }: { kept: string[]; longest: number }): string {
  const LEFT_OUT =
    'script, style, link, meta, noscript, template, iframe, object, embed, canvas, input[type=hidden]';
  const LISTS = 'select, tbody, ul, ol, [role=listbox]';

  function attributesOf(element: Element): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (const { name, value } of element.attributes) {
      if (kept.includes(name) || name.startsWith('aria-')) attributes[name] = value;
    }
    // The label of such a button is its value.
    if (element.matches('input[type=submit], input[type=button], input[type=reset]')) {
      attributes['value'] = (element as HTMLInputElement).value;
    }
    if (element.matches('a[href]')) attributes['href'] = '#';
    const { display, visibility } = getComputedStyle(element);
    if (display === 'none') attributes['hidden'] = '';
    else if (visibility === 'hidden') attributes['style'] = 'visibility:hidden';
    return attributes;
  }

  function nodeOf(element: Element): object {
    const isOpaque = element.matches('svg, textarea');
    const nodes = isOpaque ? [] : [...(element.shadowRoot ?? element).childNodes];
    const limit = element.matches(LISTS) ? longest : Infinity;
    let elements = 0;
    const children = nodes.flatMap((node): (string | object)[] => {
      if (node instanceof Text) {
        const text = node.data.replace(/\s+/gu, ' ');
        return text === '' ? [] : [text];
      }
      if (!(node instanceof Element) || node.matches(LEFT_OUT)) return [];
      elements += 1;
      return elements > limit ? [] : [nodeOf(node)];
    });
    return { tag: element.tagName.toLowerCase(), attributes: attributesOf(element), children };
  }

  return JSON.stringify(nodeOf(document.body));
}
