import type { ShownMessage } from './classify-answer.ts';

interface InvalidField {
  /** Identifies the field, on the next page too. */
  readonly field: string;
  /** The error message of the field, otherwise its label. */
  readonly text: string;
}

interface Notes {
  readonly isReplaced: boolean;
  readonly messages: ShownMessage[];
  readonly invalid: InvalidField[];
}

/**
 * Runs inside the page, so it can use nothing from outside. It records the messages that appear
 * from its first call on a document on; each call returns all recorded ones.
 * @param begins true to record what is shown already, which is not an answer. Otherwise a document
 * without records has replaced the previous one.
 */
export function noteShown({
  key,
  before: texts,
  begins,
}: {
  key: string;
  before: readonly string[];
  begins: boolean;
}): Notes {
  const ROLES = '[role=alert], [role=status], [role=alertdialog]';
  const MARKED = `${ROLES}, [aria-live]:not([aria-live=off])`;
  const NAMED =
    /(?<![\p{L}\d])(?:alert|erreur|error|danger|warning|success|succes|notification|toast|snackbar|message|flash|help-block|feedback)s?(?![\p{L}\d])/iu;
  const PART = /(?:__|_|-)(?:title|heading|header|body|content|text|message|description|inner)$/u;
  const ICON = 'i, svg, mat-icon, .material-icons, [class*=icon]';
  const TONED =
    /(?<![\p{L}\d])(?:error|erreur|danger|times|xmark|warning|exclamation|triangle|success|check)(?![\p{L}\d])/iu;
  /** List states and menu entries, whose names resemble those of messages. */
  const NO_MESSAGE =
    'tr, [role=row], nav, [role=navigation], [role=menu], a, button, [role=button]';
  const NO_WORDS =
    'button, [role=button], label, select, textarea, script, style, [role=listbox], mat-icon, .material-icons';
  const MAX_BOXES = 4;

  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return element.getClientRects().length > 0 && (width > 1 || height > 1);
  };
  /** Words of a pixel's size are for screen readers: a person does not see them. */
  const isForReaders = (element: Element): boolean =>
    element instanceof HTMLElement &&
    element.getClientRects().length > 0 &&
    getComputedStyle(element).overflow !== 'visible' &&
    element.offsetWidth <= 1 &&
    element.offsetHeight <= 1;
  const wordsIn = (element: Element, isLeftOut: (part: Element) => boolean): string => {
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      // The close button of a message is not part of its words.
      if (!(node instanceof Element) || node.matches(NO_WORDS) || isLeftOut(node)) return '';
      const { display } = getComputedStyle(node);
      if (display === 'none') return '';
      const words = [...node.childNodes].map(read).join('');
      // A title has a line of its own, whether or not a space follows it.
      const isInLine = display === 'contents' || display.startsWith('inline');
      return isInLine && !node.matches('br') ? words : ` ${words} `;
    };
    return [...element.childNodes].map(read).join('').replace(/\s+/gu, ' ').trim();
  };
  const textOf = (element: Element): string =>
    wordsIn(element, isForReaders) || wordsIn(element, () => false);
  /** Returns whether a part of a message is pressed: the cross that closes it is no mark. */
  const isControl = (part: Element): boolean => {
    if (part.matches('button, [role=button]')) return true;
    if (/\p{L}/u.test(part.textContent)) return false;
    const [own, around] = [part, part.parentElement ?? part].map(
      (one) => getComputedStyle(one).cursor,
    );
    return part.matches('a, [class*=close]') || (own === 'pointer' && around !== own);
  };
  const isLedByIcon = (element: Element): boolean =>
    [...element.children].some(
      (child) =>
        child.matches(ICON) && namesOf(child).some((name) => TONED.test(name)) && !isControl(child),
    );
  /** An `alert__title` in an `alert`, a `toast-body` in a `toast`: the whole message counts. */
  const isPart = (element: Element): boolean =>
    [...element.classList].some((name) => {
      const whole = name.replace(PART, '');
      if (whole === name || !NAMED.test(whole)) return false;
      return (element.parentElement?.closest(`.${CSS.escape(whole)}`) ?? null) !== null;
    });
  const isNamed = (element: Element): boolean => NAMED.test(element.getAttribute('class') ?? '');
  const isMessage = (element: Element): boolean =>
    element.matches(MARKED) ||
    (element.closest(NO_MESSAGE) === null &&
      !isPart(element) &&
      (isNamed(element) || isLedByIcon(element)));
  const isFaint = (element: Element): boolean =>
    ![element, ...boxesAround(element)].some((box) => box.matches(ROLES) || isNamed(box));
  const namesOf = (element: Element): string[] => [
    ...element.classList,
    ...['data-icon', 'href', 'xlink:href', 'alt'].flatMap((name) =>
      // Where a link leads says nothing of what happened.
      element.matches('a') ? [] : (element.getAttribute(name) ?? []),
    ),
    ...(element.matches('mat-icon, .material-icons') ? [element.textContent] : []),
  ];
  const boxesAround = (element: Element): Element[] => {
    const boxes: Element[] = [];
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (boxes.length === MAX_BOXES || box.matches('form, main, body')) break;
      boxes.push(box);
    }
    return boxes;
  };
  const marksOf = (element: Element): string[] => {
    const all = [...element.querySelectorAll('*')];
    const controls = all.filter(isControl);
    const parts = all.filter((part) => !controls.some((control) => control.contains(part)));
    const unseen = parts.filter(isForReaders).map(({ textContent }) => textContent);
    return [...[element, ...boxesAround(element), ...parts].flatMap(namesOf), ...unseen];
  };
  const shown = (): ShownMessage[] => {
    const worded = [...document.querySelectorAll(`${MARKED}, [class], :has(> :is(${ICON}))`)]
      .filter((element) => isMessage(element) && isShown(element))
      .map((element) => ({ element, text: textOf(element) }))
      .filter(({ text }) => text !== '');
    return (
      worded
        // The box around messages is not a message itself, whatever its role.
        .filter(
          ({ element }) =>
            !worded.some((one) => one.element !== element && element.contains(one.element)),
        )
        .map(({ element, text }) => ({
          text,
          marks: marksOf(element),
          own: namesOf(element),
          isFaint: isFaint(element),
        }))
    );
  };
  const invalidFields = (): InvalidField[] => {
    const fields = document.querySelectorAll(
      '[aria-invalid]:not([aria-invalid=false], [aria-invalid=""])',
    );
    return [...fields].filter(isShown).map((field, index) => {
      const ids = ['aria-errormessage', 'aria-describedby']
        .flatMap((name) => (field.getAttribute(name) ?? '').split(/\s+/u))
        .filter((id) => id !== '');
      const said = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      return {
        field: field.id || (field.getAttribute('name') ?? String(index)),
        text: (said.trim() || (label?.textContent ?? '')).replace(/\s+/gu, ' ').trim(),
      };
    });
  };

  interface Kept {
    readonly isReplaced: boolean;
    readonly before: readonly string[];
    readonly noted: ShownMessage[];
  }
  const page = globalThis as unknown as Record<string, Kept | undefined>;
  const atFirst = begins ? shown() : [];
  const kept: Kept = (begins ? undefined : page[key]) ?? {
    isReplaced: !begins,
    before: [...texts, ...atFirst.map(({ text }) => text)],
    noted: [],
  };
  const note = (): void => {
    for (const message of shown()) {
      const known = [...kept.before, ...kept.noted.map(({ text }) => text)];
      if (!known.includes(message.text)) kept.noted.push(message);
    }
  };
  if (page[key] !== kept) {
    page[key] = kept;
    new MutationObserver(note).observe(document.body, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    });
  }
  note();
  return {
    isReplaced: kept.isReplaced,
    messages: begins ? atFirst : kept.noted,
    invalid: invalidFields(),
  };
}
