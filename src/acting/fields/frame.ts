/**
 * Runs inside the page. Returns the frame that is drawn around an input and around no other field:
 * a list that is searched may show the chosen option there, beside its input.
 * @returns null without such a frame, as for an input that is framed itself.
 */
export function frameOf(input: Node): Element | null {
  const FIELDS = 'input:not([type=hidden]), select, textarea, [role=combobox], [role=textbox]';
  const HIGHEST_BLOCK = 4;
  const MAX_HEIGHT = 80;
  const isDrawn = (block: Element): boolean => {
    const { borderBottomStyle, borderBottomWidth } = getComputedStyle(block);
    return borderBottomStyle !== 'none' && parseFloat(borderBottomWidth) > 0;
  };
  if (!(input instanceof HTMLInputElement)) return null;
  let block: Element = input;
  for (let height = 0; height < HIGHEST_BLOCK && !isDrawn(block); height += 1) {
    block = block.parentElement ?? block;
  }
  const isFrame =
    isDrawn(block) &&
    block.getBoundingClientRect().height <= MAX_HEIGHT &&
    block.querySelectorAll(FIELDS).length === 1;
  return isFrame ? block : null;
}
