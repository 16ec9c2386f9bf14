import type { RequestFacts } from './write-guard.ts';

/**
 * Returns what a document asks for: the fields that are typed in it, and which marks it shows. Runs
 * inside the page, so it can use nothing from outside.
 * @param marks selectors by name.
 */
export function whatIsAsked(marks: Readonly<Record<string, string>>): RequestFacts {
  const TYPED =
    'input:is(:not([type]), [type=text], [type=email], [type=tel], [type=number], [type=password])';
  /** Keycloak's fields for choosing how to confirm one's identity. */
  const CHOSEN = '[name=authenticationExecution], [name=tryAnotherWay]';
  const shown = (selector: string): Element[] =>
    [...document.querySelectorAll(selector)].filter(
      (element) => element.getClientRects().length > 0,
    );
  return {
    passwords: shown('input[type=password]').length,
    marks: Object.keys(marks).filter((name) => shown(marks[name] ?? '').length > 0),
    typed: shown(`${TYPED}, ${CHOSEN}`)
      .flatMap((field) => [field.getAttribute('name') ?? '', field.id])
      .filter((name) => name !== ''),
  };
}
