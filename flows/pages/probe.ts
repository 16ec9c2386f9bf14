import { EXIT } from '../../src/errors/exit-code.ts';
import { RaccordError, isRaccordError } from '../../src/errors/raccord-error.ts';
import { cardsOf, onlyTitled } from '../../src/seeing/cards.ts';
import { describeDistinctly } from '../../src/seeing/describe.ts';
import { lookAt, type Scope } from '../../src/seeing/look-at.ts';
import { nearest } from '../../src/seeing/nearest.ts';
import { showsPressable, thePressable, wordsToPress } from '../../src/seeing/pressables.ts';
import { hasColumn } from '../../src/seeing/table-rows.ts';
import { columnTitles, tableWith } from '../../src/seeing/tables.ts';
import { isWordedAs, patternOf } from '../../src/seeing/wording-match.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { thingsFitting } from '../../src/teaching/clues.ts';
import { describedApart, Field } from '../../src/acting/fields/field.ts';
import { cluesFor, wordsFor } from '../../src/acting/knowledge.ts';
import { shownTexts } from '../../src/acting/shown-texts.ts';
import type { PartKind, ReliedPart } from './relied-on.ts';
import { teach } from '../../src/acting/teach.ts';
import { waitFor } from '../../src/acting/wait-for.ts';

export type Verdict = 'found' | 'found-otherwise' | 'not-found' | 'ambiguous' | 'not-seen';

/** The result for one part of a page. */
export interface Probe {
  readonly name: string;
  readonly kind: PartKind;
  /** The wording that messages quote. */
  readonly wording: string;
  readonly verdict: Verdict;
  /** The wording that matched, or the id by which it was found. */
  readonly matched?: string;
  /** All matches if there are several; the nearest elements if nothing matched. */
  readonly shown?: readonly string[];
  /** The options of a list. */
  readonly options?: readonly string[];
  /** The robot can continue without it. */
  readonly optional?: true;
}

type Seen = Pick<Probe, 'verdict' | 'matched' | 'shown' | 'options'>;

/** Timeout for parts that appear late on a settled page, in milliseconds. */
const TIMEOUT_MS = 2_000;

/** Examines the parts of a page one after the other, each variant of its wording separately. */
export async function probeAll(
  page: Scope,
  parts: readonly ReliedPart[],
  where: string,
): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const part of parts) {
    const needed = probes.find(({ name }) => name === part.needs);
    const isThere = needed === undefined || isFound(needed);
    const seen = await look(page, part, where, isThere);
    const isTaught = await taughtNow(page, part, where, seen);
    probes.push(asProbe(part, isTaught ? await look(page, part, where, isThere) : seen));
  }
  return probes;
}

/** Asks a person at the window for a missing or ambiguous part. */
async function taughtNow(
  page: Scope,
  { kind, wording, optional }: ReliedPart,
  where: string,
  { verdict, shown = [] }: Seen,
): Promise<boolean> {
  const isMissing = verdict === 'not-found' || verdict === 'ambiguous';
  if (!isMissing || optional === true || !isTaughtKind(kind)) return false;
  const [label] = wording;
  const error =
    verdict === 'ambiguous'
      ? new RaccordError('CONTROL_AMBIGUOUS', { label, where, matches: shown })
      : new RaccordError('CONTROL_NOT_FOUND', { label, where, present: shown });
  return teach(page, { kind, wording, where }, error);
}

/** Examines a taught part: it precedes every wording, as in a run; `undefined` if not taught. */
async function lookAtTaught(page: Scope, { kind, wording }: ReliedPart): Promise<Seen | undefined> {
  if (kind === 'column') {
    const words = wordsFor(page, { kind, wording });
    if (words === undefined) return undefined;
    const titles = columnTitles(await lookAt(page)).flat();
    return asTaught(titles.filter((title) => hasColumn({ headers: [title] }, words)));
  }
  if (kind !== 'field' && kind !== 'button') return undefined;
  const clues = cluesFor(page, { kind, wording });
  if (clues === undefined) return undefined;
  const look = await lookAt(page);
  return asTaught(describeDistinctly(look, thingsFitting(look, kind, clues)));
}

function asTaught(matches: readonly string[]): Seen {
  const [matched] = matches;
  if (matched === undefined) return { verdict: 'not-found' };
  return matches.length > 1
    ? { verdict: 'ambiguous', shown: matches }
    : { verdict: 'found-otherwise', matched };
}

function isTaughtKind(kind: PartKind): kind is 'field' | 'button' | 'column' {
  return kind === 'field' || kind === 'button' || kind === 'column';
}

/** Returns parts as not examined. */
export function notExamined(parts: readonly ReliedPart[]): Probe[] {
  return parts.map((part) => asProbe(part, { verdict: 'not-seen' }));
}

export function isFound({ verdict }: Pick<Probe, 'verdict'>): boolean {
  return verdict === 'found' || verdict === 'found-otherwise';
}

function asProbe({ name, kind, wording, optional }: ReliedPart, seen: Seen): Probe {
  return { name, kind, wording: wording[0], ...seen, optional };
}

async function look(page: Scope, part: ReliedPart, where: string, isThere: boolean): Promise<Seen> {
  const { kind } = part;
  // Choosing has its own timeout.
  if (kind === 'option') return lookAtOption(page, part, where);
  let last: Seen = { verdict: 'not-seen' };
  const found = await waitFor(
    async () => {
      last = (await lookAtTaught(page, part)) ?? (await lookers[kind](page, part, where));
      return last.verdict === 'not-found' ? undefined : last;
    },
    isThere && part.optional !== true ? TIMEOUT_MS : 0,
  );
  if (found !== undefined) return found;
  return isThere ? last : { verdict: 'not-seen' };
}

const lookers = {
  field: lookAtField,
  button: lookAtButton,
  column: lookAtColumn,
  card: lookAtCard,
};

async function lookAtField(page: Scope, part: ReliedPart, where: string): Promise<Seen> {
  const { wording } = part;
  const matched = await firstVariant(wording, async (variant) => {
    return (await new Field(page, variant, where).seen(false)).length > 0;
  });
  if (await hasStock(page, part)) return asFound(wording, matched ?? part.stock);
  const field = new Field(page, wording, where);
  const seen = await field.seen(false);
  if (seen.length > 1) return { verdict: 'ambiguous', shown: describedApart(seen) };
  if (seen.length === 0 || matched === undefined) {
    return missing(wording, await shownTexts(page.locator('label, th, dt, legend'), 200));
  }
  const options = part.lists === true ? await field.options() : undefined;
  return { ...asFound(wording, matched), options };
}

async function lookAtButton(page: Scope, part: ReliedPart): Promise<Seen> {
  const { wording, several } = part;
  const look = await lookAt(page);
  const matched =
    variantOf(wording, (variant) => showsPressable(look, variant)) ?? (await titleOf(page, part));
  if (await hasStock(page, part)) return asFound(wording, matched ?? part.stock);
  if (matched === undefined) {
    return { verdict: 'not-found', shown: wordsToPress(look, wording) };
  }
  const finding = thePressable(look, wording);
  if (finding.kind === 'several' && several !== true) {
    return { verdict: 'ambiguous', shown: finding.described };
  }
  return asFound(wording, matched);
}

/** Returns the variant in a tooltip: an element with its own words does not expose it in a look. */
async function titleOf(page: Scope, { wording, titled }: ReliedPart): Promise<string | undefined> {
  if (titled !== true) return undefined;
  return firstVariant(wording, async (variant) => {
    return (await page.getByTitle(patternOf(variant)).filter({ visible: true }).count()) > 0;
  });
}

async function lookAtColumn(page: Scope, part: ReliedPart): Promise<Seen> {
  const { wording, withLines } = part;
  const look = await lookAt(page);
  const matched = variantOf(wording, (variant) => tableWith(look, [variant]) !== undefined);
  // A sortable header ends in an arrow.
  const headers = columnTitles(look).map((titles) =>
    titles.map((title) => title.replace(/[^\p{L}\p{N})]+$/u, '')),
  );
  const twice = headers
    .map((texts) => texts.filter((text) => isWordedAs(text, wording)))
    .find((texts) => texts.length > 1);
  if (twice !== undefined) return { verdict: 'ambiguous', shown: twice };
  if (matched !== undefined) return asFound(wording, matched);
  if (withLines === true && headers.length === 0) return { verdict: 'not-seen' };
  return missing(wording, headers.flat());
}

async function lookAtCard(page: Scope, part: ReliedPart): Promise<Seen> {
  const { wording, opener, isCard } = part;
  if (opener === undefined) throw new Error('a card is known by what opens it');
  const cards = cardsOf(await lookAt(page), opener);
  const isIt = isCard ?? (({ title }) => isWordedAs(title, wording));
  const [card, ...others] = onlyTitled(cards.filter(isIt), isIt);
  if (card === undefined) {
    return missing(
      wording,
      cards.map(({ title, words }) => title || words),
    );
  }
  if (others.length > 0) {
    return { verdict: 'ambiguous', shown: [card, ...others].map(({ words }) => words) };
  }
  if (isCard !== undefined) return { verdict: 'found', matched: card.title };
  return asFound(
    wording,
    wording.find((variant) => isWordedAs(card.title, [variant])),
  );
}

/** Examines an option by choosing it: the parts that depend on it appear only then. */
async function lookAtOption(page: Scope, part: ReliedPart, where: string): Promise<Seen> {
  const { wording, field: label } = part;
  if (label === undefined) throw new Error('an option is known by its field');
  const field = new Field(page, label, where);
  if (!(await field.isPresent())) return { verdict: 'not-seen' };
  try {
    await field.choose({ worded: wording, isPortals: true });
    const shown = await field.read();
    return asFound(wording, wording.find((variant) => isWordedAs(shown, [variant])) ?? shown);
  } catch (error) {
    if (!isRaccordError(error) || error.policy.exit !== EXIT.drift) throw error;
    if (error.code === 'CONTROL_AMBIGUOUS')
      return { verdict: 'ambiguous', shown: error.details.matches };
    return missing(wording, error.code === 'OPTION_NOT_FOUND' ? error.details.present : []);
  }
}

async function hasStock(page: Scope, { stock }: ReliedPart): Promise<boolean> {
  if (stock === undefined) return false;
  return (await page.locator(stock).filter({ visible: true }).count()) === 1;
}

function variantOf(wording: Wording, isThere: (variant: Wording) => boolean): string | undefined {
  return wording.find((variant) => isThere([variant]));
}

async function firstVariant(
  wording: Wording,
  isThere: (variant: Wording) => Promise<boolean>,
): Promise<string | undefined> {
  for (const variant of wording) if (await isThere([variant])) return variant;
  return undefined;
}

function asFound(wording: Wording, matched: string | undefined): Seen {
  if (matched === undefined || matched === wording[0]) return { verdict: 'found' };
  return { verdict: 'found-otherwise', matched };
}

function missing(wording: Wording, present: readonly string[]): Seen {
  return { verdict: 'not-found', shown: nearest(wording, present) };
}
