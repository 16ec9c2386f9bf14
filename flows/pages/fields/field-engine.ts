/** Name of the selector engine that finds a control by its visible label. */
export const FIELD_ENGINE = 'field-labelled';

/**
 * The selector for what a label names.
 * @param labels normalised texts of the label.
 * @param textToo whether a text that stands in a control's place is meant too.
 */
export function fieldSelector(labels: readonly string[], textToo: boolean): string {
  // Encoded, because Playwright gives quotes and `>>` in a selector a meaning of their own.
  const body = encodeURIComponent(JSON.stringify({ labels, textToo })).replaceAll("'", '%27');
  return `${FIELD_ENGINE}=${body}`;
}

/**
 * Runs inside the page, so it can use nothing from outside. A person goes from a label to the
 * control it names; so does this, whatever the label is made of: by markup (`for`, a wrapping label,
 * `aria-label(ledby)`), by what stands in the same block or comes right after, by what is to its
 * right or under it, by a placeholder. A control that a widget hides is answered by the widget that
 * stands for it (select2 3 and 4: facts/dom.md section 2).
 */
export function fieldEngine(): {
  query(root: ParentNode, body: string): Element | null;
  queryAll(root: ParentNode, body: string): Element[];
} {
  const INPUTS =
    'input:not([type=hidden],[type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=file]), ' +
    'select, textarea, [contenteditable=true], [role=textbox]';
  const LISTS =
    '.select2-container, [role=combobox], [role=listbox], [role=radiogroup], [aria-haspopup=listbox]';
  /** What may drop a list down without saying so; only where it is as wide as a field. */
  const OPENERS =
    'button[aria-haspopup]:not([aria-haspopup=dialog]), button[aria-expanded], .dropdown-toggle, ' +
    '[tabindex="0"]:not(a, button, input, select, textarea, label, table, tr, td, th, [role=tabpanel], [role=dialog])';
  const NO_LABEL =
    'a, button, h1, h2, h3, h4, [role=heading], option, [role=option], [role=button], [role=tab], [role=menuitem], ' +
    '[role=columnheader], [role=listbox] *, .select2-drop *, .select2-dropdown *, nav *';
  /** What a form says about a field besides its label. */
  const HINTS =
    'small, [class*=hint], [class*=help], [class*=aide], [class*=description], [class*=info-], [class*=note]';
  const HIGHEST_BLOCK = 5;

  /** A page in the order it is read, through open shadow roots and slots. */
  interface Survey {
    readonly elements: Element[];
    readonly from: Map<Element, number>;
    readonly to: Map<Element, number>;
    readonly parent: Map<Element, Element>;
    readonly texts: { at: number; text: string; in: Element }[];
    controls: Element[];
  }

  function normalise(text: string): string {
    return text
      .replace(/[’‘ʼ`´]/gu, "'")
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/\((?:obligatoire|facultatif|optionnel|required|optional)\)/gu, '')
      .replace(/\s*\/\s*/gu, '/')
      .replace(/\s+/gu, ' ')
      .replace(/^[\s*:]+|[\s*:?]+$/gu, '')
      .replace(
        /\b(?:adresse (?:electronique|e-?mail|de messagerie)|e-?mail|courriel)\b/gu,
        'e-mail',
      )
      .replace(/\b(?:les? |la |des? |du |une? |[ld]')/gu, '')
      .replace(/(\p{L}{3})s\b/gu, '$1');
  }

  function isShown(element: Element): boolean {
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  }

  /** Shown and not shrunk to a point, as controls are that a widget stands for. */
  function isUsable(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    return isShown(element) && width > 2 && height > 2;
  }

  function surveyOf(root: ParentNode): Survey {
    const survey: Survey = {
      elements: [],
      from: new Map(),
      to: new Map(),
      parent: new Map(),
      texts: [],
      controls: [],
    };
    let at = 0;
    const read = (node: Node, owner: Element | undefined): void => {
      const shadow = node instanceof Element ? node.shadowRoot : null;
      const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
      for (const child of assigned.length > 0 ? assigned : (shadow ?? node).childNodes) {
        at += 1;
        if (child instanceof Text && owner !== undefined && child.data.trim() !== '') {
          survey.texts.push({ at, text: child.data, in: owner });
        } else if (
          child instanceof Element &&
          !/^(?:script|style|template|option)$/iu.test(child.tagName)
        ) {
          survey.elements.push(child);
          survey.from.set(child, at);
          if (owner !== undefined) survey.parent.set(child, owner);
          read(child, child);
          survey.to.set(child, at);
        }
      }
    };
    read(root, root instanceof Element ? root : undefined);
    survey.controls = controlsOf(survey);
    return survey;
  }

  function isWithin({ from, to }: Survey, inner: Element, outer: Element): boolean {
    const at = from.get(inner) ?? -1;
    return inner === outer || (at > (from.get(outer) ?? at) && at <= (to.get(outer) ?? -1));
  }

  /** What a person would use for this control: itself, the widget around it or beside it, its group. */
  function standIn(control: Element): Element | undefined {
    const widget = control.closest('.select2-container');
    if (widget !== null) return widget;
    if (control instanceof HTMLInputElement && control.type === 'radio') return groupOf(control);
    if (isUsable(control)) return control;
    const isWidget = (element: Element | null): boolean =>
      element !== null &&
      isUsable(element) &&
      (element.matches('[tabindex], [role], button, .select2-container') ||
        element.querySelector('[tabindex], [role], button, .select2-selection') !== null);
    const beside = [control.previousElementSibling, control.nextElementSibling];
    return beside.find(isWidget) ?? undefined;
  }

  /** The block that holds all choices of a radio button's group. */
  function groupOf(radio: HTMLInputElement): Element | undefined {
    const all = [...(radio.form ?? document).querySelectorAll('input[type=radio]')].filter(
      (other) => other instanceof HTMLInputElement && other.name === radio.name,
    );
    let block = radio.parentElement;
    while (block !== null && !all.every((other) => block?.contains(other)))
      block = block.parentElement;
    if (block === null || !isShown(block)) return undefined;
    const named = block.closest('fieldset, [role=radiogroup]');
    const holdsOthers = [...(named?.querySelectorAll(INPUTS) ?? [])].some(
      (other) => !all.includes(other),
    );
    return named === null || holdsOthers ? block : named;
  }

  function controlsOf(survey: Survey): Element[] {
    const lists = new Set(
      [...document.querySelectorAll('[aria-controls], [aria-owns]')].flatMap((owner) =>
        `${owner.getAttribute('aria-controls') ?? ''} ${owner.getAttribute('aria-owns') ?? ''}`.split(
          /\s+/u,
        ),
      ),
    );
    const isOpener = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      if (!element.matches(OPENERS) || width < 80 || height > 80) return false;
      return element.querySelector(`${INPUTS}, a, button`) === null;
    };
    const found = survey.elements
      .filter((element) => element.matches(`${INPUTS}, ${LISTS}`) || isOpener(element))
      .filter(
        (element) =>
          !(element.matches('[role=listbox]') && element.id !== '' && lists.has(element.id)),
      )
      .filter((element) => !isListOfAnother(survey, element))
      .filter((element) => element.closest('.select2-drop, .select2-dropdown') === null)
      .map(standIn)
      .filter((element) => element !== undefined && isUsable(element)) as Element[];
    const unique = [...new Set(found)];
    return unique.filter(
      (one) => !unique.some((other) => other !== one && isWithin(survey, one, other)),
    );
  }

  /**
   * A list and what opens it are one to a person: they bear the same label, or stand together without
   * a word between them, as a list does that fades out.
   */
  function isListOfAnother(survey: Survey, list: Element): boolean {
    if (!list.matches('[role=listbox]')) return false;
    const labelOf = (element: Element): string =>
      (element.getAttribute('aria-labelledby') ?? '').split(/\s+/u)[0] ?? '';
    return survey.elements.some((opener) => {
      if (opener === list || !opener.matches('[role=combobox], [aria-haspopup=listbox]'))
        return false;
      if (!isUsable(opener)) return false;
      const sameLabel = labelOf(list) !== '' && labelOf(list) === labelOf(opener);
      const [end, start] = [survey.to.get(opener) ?? 0, survey.from.get(list) ?? 0];
      const isBeside = opener.parentElement === list.parentElement && start > end;
      return sameLabel || (isBeside && wordsBetween(survey, end, start) === '');
    });
  }

  /**
   * A hint within a label: named so, or on a line of its own after the label's words.
   */
  function isHintIn(survey: Survey, label: Element, owner: Element, at: number): boolean {
    const hint = owner.closest(HINTS);
    if (hint !== null && hint !== label && label.contains(hint)) return true;
    let line: Element = owner;
    while (line !== label && getComputedStyle(line).display.startsWith('inline')) {
      if (line.parentElement === null) return false;
      line = line.parentElement;
    }
    if (line === label || !label.contains(line)) return false;
    const from = survey.from.get(label) ?? -1;
    const before = Math.min(at, survey.from.get(line) ?? at);
    return survey.texts.some(
      (text) => text.at > from && text.at < before && /\p{L}/u.test(text.text),
    );
  }

  /** The words of an element itself: without those of controls, buttons and icons inside it. */
  function wordsOf(survey: Survey, element: Element): string {
    const from = survey.from.get(element) ?? -1;
    const to = survey.to.get(element) ?? -1;
    const isLabel = element.matches('label');
    return normalise(
      survey.texts
        .filter(({ at }) => at >= from && at <= to)
        .filter(({ in: owner }) => {
          const aside = owner.closest('button, [role=button], [role=img], [role=tooltip], svg');
          return aside === null || !element.contains(aside);
        })
        .filter(({ in: owner }) => !survey.controls.some((one) => isWithin(survey, owner, one)))
        .filter(({ in: owner, at }) => !isLabel || !isHintIn(survey, element, owner, at))
        .map(({ text }) => text)
        .join(' '),
    );
  }

  /** The innermost elements that bear one of the wordings and can be a label. */
  function labelsOf(survey: Survey, wanted: ReadonlySet<string>): Element[] {
    const bearing = survey.elements.filter((element) => {
      const text = element.textContent;
      if (text.length === 0 || text.length > 200) return false;
      const words = normalise(text);
      if (![...wanted].some((wording) => words.includes(wording)) || !isShown(element))
        return false;
      if (element.closest(NO_LABEL) !== null || isColumnHeader(element)) return false;
      const isChoice = survey.controls.some(
        (control) => isWithin(survey, element, control) && element.closest('legend') === null,
      );
      return !isChoice && wanted.has(wordsInGroup(survey, element));
    });
    return bearing.filter(
      (one) => !bearing.some((other) => other !== one && isWithin(survey, other, one)),
    );
  }

  /** A legend stands inside its group, which is the control. */
  function wordsInGroup(survey: Survey, element: Element): string {
    return element.closest('legend') === null
      ? wordsOf(survey, element)
      : normalise(element.textContent);
  }

  /** A header over cells that are read, and not a label in a form that is laid out as a table. */
  function isColumnHeader(element: Element): boolean {
    const header = element.closest('th');
    return header !== null && header.parentElement?.querySelector('td') === null;
  }

  function byMarkup(survey: Survey, label: Element): Element | undefined {
    const marked = label.closest('label');
    const group = survey.controls.find((control) => isWithin(survey, label, control));
    if (marked === null) return group;
    const target =
      marked.htmlFor === ''
        ? null
        : (marked.getRootNode() as Document).getElementById(marked.htmlFor);
    const named = target === null ? undefined : standIn(target);
    if (named !== undefined)
      return (
        survey.controls.find(
          (one) => isWithin(survey, named, one) || isWithin(survey, one, named),
        ) ?? named
      );
    const wrapped = survey.controls.filter((control) => isWithin(survey, control, marked));
    return wrapped.length === 1 ? wrapped[0] : group;
  }

  /** True where markup gives the control to a label of other words. */
  function isTaken(survey: Survey, control: Element, wanted: ReadonlySet<string>): boolean {
    const own = [
      control,
      ...control.querySelectorAll('input, select'),
      control.previousElementSibling,
      control.nextElementSibling,
    ];
    const labels = own.flatMap((element) =>
      element !== null &&
      'labels' in element &&
      (element === control || !isUsable(element) || control.contains(element))
        ? [...((element.labels as NodeListOf<HTMLLabelElement> | null) ?? [])]
        : [],
    );
    const words = labels
      .filter(isShown)
      .map((label) => wordsOf(survey, label))
      .filter((text) => text !== '');
    return (
      words.length > 0 &&
      !control.matches('fieldset') &&
      !words.some((text) => wanted.has(text)) &&
      control.querySelector('[type=radio]') === null
    );
  }

  /** The words between two places: without those of controls and hints. */
  function wordsBetween(survey: Survey, from: number, to: number): string {
    return survey.texts
      .filter(({ at, in: owner }) => at > from && at < to && isWord(survey, owner))
      .map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, ''))
      .join('');
  }

  function isWord(survey: Survey, owner: Element): boolean {
    if (!isShown(owner) || owner.closest(HINTS) !== null) return false;
    return !survey.controls.some((one) => isWithin(survey, owner, one));
  }

  /** False where another control follows without a word of its own: which one is meant, nobody knows. */
  function isAlone(survey: Survey, control: Element): boolean {
    const index = survey.controls.indexOf(control);
    const next = survey.controls[index + 1];
    if (next === undefined || next.parentElement !== control.parentElement) return true;
    const [end, start] = [survey.to.get(control) ?? 0, survey.from.get(next) ?? 0];
    return wordsBetween(survey, end, start) !== '';
  }

  /** The control in the label's own block, or the one that comes right after it. */
  function byNeighbourhood(survey: Survey, label: Element): Element | undefined {
    let block: Element | undefined = label;
    for (let height = 0; block !== undefined && height <= HIGHEST_BLOCK; height += 1) {
      const around: Element = block;
      const inside = survey.controls.filter((control) => isWithin(survey, control, around));
      if (inside.length > 0) {
        const end = survey.to.get(label) ?? 0;
        const next = inside.find((control) => (survey.from.get(control) ?? 0) > end);
        const words = wordsBetween(survey, end, survey.from.get(next ?? label) ?? 0);
        if (next !== undefined && words === '') return isAlone(survey, next) ? next : undefined;
        if (inside.length > 1) return undefined;
        const [only] = inside;
        const alone = wordsOf(survey, around) === wordsOf(survey, label);
        const labels = [...around.querySelectorAll('label')].filter(isShown);
        const isItsLabel = label.closest('label') !== null && labels.length === 1;
        return alone || isItsLabel ? only : undefined;
      }
      block = survey.parent.get(block);
    }
    return undefined;
  }

  /**
   * How far something is from its label: to its right on the same line, or, which is farther, right
   * under it; undefined where it is elsewhere, or where other words stand between.
   */
  function distanceTo(survey: Survey, label: Element, thing: Element): number | undefined {
    const box = label.getBoundingClientRect();
    const place = thing.getBoundingClientRect();
    const onLine = (one: DOMRect, other: DOMRect): boolean =>
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) >
      Math.min(one.height, other.height) / 2;
    const right = place.left - box.right;
    const under = place.top - box.bottom;
    const isRight = onLine(box, place) && right >= -5 && right <= 500;
    const isUnder =
      under >= -5 &&
      under <= 60 &&
      place.left < box.right &&
      place.right > box.left &&
      Math.abs(place.left - box.left) < 60;
    if (!isRight && !isUnder) return undefined;
    const isBetween = survey.texts.some(({ in: owner, text }) => {
      if (!/[\p{L}\p{N}]/u.test(text) || !isWord(survey, owner)) return false;
      if (isWithin(survey, owner, label) || isWithin(survey, owner, thing)) return false;
      if (isWithin(survey, label, owner) || isWithin(survey, thing, owner)) return false;
      const other = owner.getBoundingClientRect();
      return isRight
        ? onLine(box, other) && other.left >= box.right - 5 && other.right <= place.left + 5
        : other.top >= box.bottom - 5 &&
            other.bottom <= place.top + 5 &&
            other.left < place.right &&
            other.right > place.left;
    });
    return isBetween ? undefined : Math.max(0, isRight ? right : under + 500);
  }

  /** The control that stands nearest, and how far. */
  function byPlace(
    survey: Survey,
    label: Element,
  ): { control: Element; distance: number } | undefined {
    const [nearest] = survey.controls
      .flatMap((control) => {
        const distance = distanceTo(survey, label, control);
        return distance === undefined ? [] : [{ control, distance }];
      })
      .sort((one, other) => one.distance - other.distance);
    return nearest !== undefined && isAlone(survey, nearest.control) ? nearest : undefined;
  }

  /** The text that stands where a control would: the next cell, the `dd`, the rest of the line. */
  function valueTextOf(survey: Survey, label: Element): Element | undefined {
    let block = label;
    for (let height = 0; height <= HIGHEST_BLOCK; height += 1) {
      const siblings: Element[] = [];
      for (let next = block.nextElementSibling; next !== null; next = next.nextElementSibling)
        siblings.push(next);
      const full = siblings.find((one) => /[\p{L}\p{N}]/u.test(one.textContent));
      const value =
        full ?? siblings.find((one) => !one.matches('i, svg, img, br, hr, script, style'));
      if (value !== undefined) {
        const another =
          value.matches(`label, dt, th, legend, button, ${INPUTS}, ${LISTS}`) ||
          value.querySelector(`label, dt, th, ${INPUTS}, ${LISTS}`) !== null;
        const holds = survey.controls.some((control) => isWithin(survey, control, value));
        return another || holds ? undefined : value;
      }
      const parent = survey.parent.get(block);
      if (
        parent === undefined ||
        survey.controls.some((control) => isWithin(survey, control, parent))
      )
        return undefined;
      const end = survey.to.get(label) ?? 0;
      const goesOn = survey.texts.some(({ at, in: owner }) => owner === parent && at > end);
      if (goesOn) return parent;
      if (wordsOf(survey, parent) !== wordsOf(survey, label)) return undefined;
      block = parent;
    }
    return undefined;
  }

  function namedByAttribute(survey: Survey, wanted: ReadonlySet<string>): Element[] {
    const nameOf = (element: Element): string[] => {
      const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/u);
      const parts = ids.map((id) => {
        const named = document.getElementById(id);
        return named === null
          ? ''
          : named.matches('label')
            ? wordsOf(survey, named)
            : named.textContent;
      });
      // A list's button is often named by its label and by what it shows.
      return [parts.join(' '), parts[0] ?? '', element.getAttribute('aria-label') ?? ''].map(
        normalise,
      );
    };
    return survey.controls.filter((control) =>
      [control, ...control.querySelectorAll('[aria-label], [aria-labelledby]')].some((element) =>
        element.closest('.select2-drop, [role=listbox]') === null || element === control
          ? nameOf(element).some((name) => wanted.has(name))
          : false,
      ),
    );
  }

  function byPlaceholder(survey: Survey, wanted: ReadonlySet<string>): Element[] {
    return survey.controls.filter((control) =>
      [control, ...control.querySelectorAll('[placeholder], [class*=placeholder]')].some(
        (element) =>
          [
            element.getAttribute('placeholder'),
            element.getAttribute('title'),
            /placeholder/iu.test(element.className) ? element.textContent : '',
          ].some((text) => wanted.has(normalise(text ?? ''))),
      ),
    );
  }

  function queryAll(root: ParentNode, body: string): Element[] {
    const { labels: texts, textToo } = JSON.parse(decodeURIComponent(body)) as {
      labels: string[];
      textToo: boolean;
    };
    const wanted = new Set(texts.map(normalise));
    const survey = surveyOf(root);
    const labels = labelsOf(survey, wanted);
    const free = (control: Element | undefined): control is Element =>
      control !== undefined && !isTaken(survey, control, wanted);
    const marked = labels.map((label) => byMarkup(survey, label));
    const left = labels.filter((_, index) => marked[index] === undefined);
    const certain = [
      ...marked.filter((control) => control !== undefined),
      ...namedByAttribute(survey, wanted),
      ...left.map((label) => byNeighbourhood(survey, label)).filter(free),
    ].filter(isUsable);
    if (certain.length > 0) return [...new Set(certain)];
    const others = left.flatMap((label) => {
      const placed = byPlace(survey, label);
      const control = free(placed?.control) ? placed : undefined;
      const text = textToo ? valueTextOf(survey, label) : undefined;
      if (text === undefined) return control === undefined ? [] : [control.control];
      const nearer =
        control !== undefined && control.distance < (distanceTo(survey, label, text) ?? 0);
      return [nearer ? control.control : text];
    });
    return [...new Set(others.length > 0 ? others : byPlaceholder(survey, wanted))];
  }

  return {
    query: (root, body) => queryAll(root, body)[0] ?? null,
    queryAll,
  };
}
