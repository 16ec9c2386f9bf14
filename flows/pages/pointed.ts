export const POINTED_ENGINE = 'pointed-at';

/** What looks pressable by the hand that the pointer becomes over it, and by nothing else. */
export const POINTED_AT = `${POINTED_ENGINE}=*`;

/**
 * Runs inside the page, so it can use nothing from outside. A block that says by no role, attribute
 * or class that it can be pressed says so to a person by the pointer over it.
 */
export function pointedEngine(): {
  query(root: ParentNode, body: string): Element | null;
  queryAll(root: ParentNode, body: string): Element[];
} {
  /** Longer texts are no wording. */
  const MOST_LETTERS = 120;
  /** What has the hand for another reason, or is found by its role. */
  const OTHERWISE =
    'a, button, summary, input, select, option, label, textarea, [role], [class*=select2]';

  function isPointed(element: Element | null): boolean {
    return element !== null && getComputedStyle(element).cursor === 'pointer';
  }

  function queryAll(root: ParentNode): Element[] {
    return [...root.querySelectorAll('div, span, li, td, p, i, b, strong, em')].filter(
      (element) => {
        const { length } = element.textContent.trim();
        if (length === 0 || length > MOST_LETTERS || element.closest(OTHERWISE) !== null) {
          return false;
        }
        // The hand is inherited: the block that has it first is the one that is pressed.
        return isPointed(element) && !isPointed(element.parentElement);
      },
    );
  }

  return { query: (root) => queryAll(root)[0] ?? null, queryAll };
}
