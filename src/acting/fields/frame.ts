/**
 * Runs inside the page. Returns the frame that is drawn around an input and around no other field:
 * a list that is searched may show the chosen option there, beside its input. For a select that no
 * person sees, it is the block that is drawn in its place, around it.
 * @returns null without such a frame, as for an input that is framed itself.
 */
export function frameOf(field: Node): Element | null {
  const FIELDS = 'input:not([type=hidden]), select, textarea, [role=combobox], [role=textbox]';
  const HIGHEST_BLOCK = 4;
  const [MIN_HEIGHT, MAX_HEIGHT] = [10, 80];
  const isDrawn = (block: Element): boolean => {
    const { borderBottomStyle, borderBottomWidth, boxShadow } = getComputedStyle(block);
    const hasBorder = borderBottomStyle !== 'none' && parseFloat(borderBottomWidth) > 0;
    // The input itself may have a shadow while it has the focus.
    return hasBorder || (block !== field && boxShadow !== 'none');
  };
  const isUnseen = (part: Element): boolean => {
    const { width, height } = part.getBoundingClientRect();
    return width <= 2 || height <= 2 || !part.checkVisibility({ opacityProperty: true });
  };
  const isAlone = (block: Element): boolean => {
    const others = [...block.querySelectorAll(FIELDS)].filter((part) => part !== field);
    return block.getBoundingClientRect().height <= MAX_HEIGHT && others.every(isUnseen);
  };
  if (field instanceof HTMLSelectElement) {
    const blocks: Element[] = [];
    for (let block = field.parentElement; block !== null && blocks.length < HIGHEST_BLOCK;) {
      blocks.push(block);
      block = block.parentElement;
    }
    const isHidden = [field, ...blocks.slice(0, 1)].some(isUnseen);
    const seen = blocks.find(
      (block) => !isUnseen(block) && block.getBoundingClientRect().height >= MIN_HEIGHT,
    );
    return isHidden && seen !== undefined && isAlone(seen) ? seen : null;
  }
  if (!(field instanceof HTMLInputElement)) return null;
  let block: Element = field;
  for (let height = 0; height < HIGHEST_BLOCK && !isDrawn(block); height += 1) {
    block = block.parentElement ?? block;
  }
  return block !== field && isDrawn(block) && isAlone(block) ? block : null;
}
