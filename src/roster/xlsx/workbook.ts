import { posix } from 'node:path';
import type { ForeignKind, RosterProblem } from '../../errors/roster-problem.ts';
import { decodeText } from '../decode-text.ts';
import { isBlank, RosterFault, type Grid, type GridRow } from '../grid.ts';
import { MAX_LINES_ABOVE_HEADER, namedColumns } from '../header-line.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheet } from './sheet.ts';
import { readStyles } from './styles.ts';
import { xmlTokens, XmlFault, type XmlAttributes } from './xml.ts';
import { ZipFile } from './zip.ts';

/**
 * Returns the rows of a workbook's (`.xlsx`, `.xlsm`) named sheet; by default the first visible
 * sheet that has a column for SIRETs, otherwise the first.
 *
 * Written for rosters instead of using a general library, for these measured reasons:
 * read-excel-file 9.3.17 reads `#N/A` and formulas that were never calculated as empty cells,
 * stops at the first damaged cell, and exhausts memory on 900 bytes with a far-away row.
 *
 * @throws RosterFault file-kind, workbook-damaged, workbook-too-large, too-many-rows, sheet-missing.
 */
export function readWorkbook(bytes: Buffer, named?: string): Grid {
  const zip = new ZipFile(bytes);
  const parts = new Parts(zip);
  const workbook = parts.targetOf('', 'officeDocument') ?? 'xl/workbook.xml';
  if (!zip.has(workbook) || workbook.endsWith('.bin')) {
    throw new RosterFault({ key: 'file-kind', kind: archiveKindOf(zip) });
  }
  const sheets = parts.sheetsOf(workbook);
  const wanted = named === undefined ? sheets : sheets.filter(({ name }) => isNamed(name, named));
  if (sheets.length > 0 && wanted.length === 0) {
    throw new RosterFault({ key: 'sheet-missing', name: named ?? '', sheets: names(sheets) });
  }
  const { sheet, content } = rosterSheet(parts, workbook, wanted);
  const { rows, hidden, merges } = content;
  const others = sheets.filter((other) => other !== sheet);
  const warnings: RosterProblem[] = [];
  const [line = 1] = rows.map((row) => row.line);
  if (others.length > 0) {
    const reason = { key: 'other-sheets', read: sheet.name, others: names(others) } as const;
    warnings.push({ line, column: 1, reason });
  }
  const [firstHidden] = hidden;
  if (firstHidden !== undefined) {
    const reason = { key: 'hidden-rows', count: hidden.length } as const;
    warnings.push({ line: firstHidden.line, column: 1, reason });
  }
  return { rows, problems: [], warnings, merges };
}

interface ReadSheet {
  readonly sheet: Sheet;
  readonly content: ReturnType<typeof readSheet>;
}

/** Finds the roster's sheet: some programs (Numbers, reporting tools) put another sheet first. */
function rosterSheet(parts: Parts, workbook: string, sheets: readonly Sheet[]): ReadSheet {
  const context = {
    sharedStrings: parts.readTarget(workbook, 'sharedStrings', readSharedStrings),
    styles: parts.readTarget(workbook, 'styles', readStyles),
  };
  let first: ReadSheet | undefined;
  for (const sheet of sheets) {
    const content = parts.read(sheet.path, (xml) => readSheet(xml, context));
    if (hasSirets(content.rows)) return { sheet, content };
    first ??= { sheet, content };
  }
  if (first === undefined) throw new RosterFault({ key: 'workbook-damaged', part: workbook });
  return first;
}

function hasSirets(rows: readonly GridRow[]): boolean {
  return rows
    .filter((row) => !isBlank(row))
    .slice(0, MAX_LINES_ABOVE_HEADER)
    .some(({ cells }) => namedColumns(cells.map(({ text }) => text)) > 0);
}

function isNamed(name: string, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

interface Sheet {
  readonly name: string;
  readonly path: string;
}

interface Relation {
  readonly id: string;
  /** The last part of its type, which the strict and the usual variant of the format share. */
  readonly type: string;
  readonly path: string;
}

/** The parts of a workbook and the relations between them. */
class Parts {
  readonly #zip: ZipFile;

  constructor(zip: ZipFile) {
    this.#zip = zip;
  }

  /** @throws RosterFault workbook-damaged if the part is missing or not well-formed. */
  read<T>(path: string, parse: (xml: string) => T): T {
    const content = this.#zip.read(path);
    if (content === undefined) throw damaged(path);
    try {
      return parse(decodeText(content).text);
    } catch (error) {
      throw error instanceof XmlFault ? damaged(path, error) : error;
    }
  }

  /** Reads the part of one type that another refers to, or returns an empty list without it. */
  readTarget<T>(from: string, type: string, parse: (xml: string) => readonly T[]): readonly T[] {
    const path = this.targetOf(from, type);
    return path === undefined ? [] : this.read(path, parse);
  }

  targetOf(from: string, type: string): string | undefined {
    return this.#relationsOf(from).find((relation) => relation.type === type)?.path;
  }

  /** Returns the visible worksheets in order; charts and the like are not included. */
  sheetsOf(workbook: string): readonly Sheet[] {
    const relations = this.#relationsOf(workbook).filter(({ type }) => type === 'worksheet');
    return this.#elements(workbook, 'sheet').flatMap((attributes) => {
      if ((attributes.get('state') ?? 'visible') !== 'visible') return [];
      const path = relations.find(({ id }) => id === attributes.get('id'))?.path;
      return path === undefined ? [] : { name: attributes.get('name') ?? '', path };
    });
  }

  #relationsOf(part: string): readonly Relation[] {
    const { dir, base } = posix.parse(part);
    const path = posix.join(dir, '_rels', `${base}.rels`);
    if (!this.#zip.has(path)) return [];
    return this.#elements(path, 'Relationship').flatMap((attributes) => {
      const target = attributes.get('Target');
      if (target === undefined) return [];
      return {
        id: attributes.get('Id') ?? '',
        type: posix.basename(attributes.get('Type') ?? ''),
        path: target.startsWith('/') ? target.slice(1) : posix.join(dir, target),
      };
    });
  }

  /** Returns the attributes of all elements of a name in a part. */
  #elements(path: string, name: string): readonly XmlAttributes[] {
    return this.read(path, (xml) =>
      [...xmlTokens(xml)].flatMap((token) =>
        token.kind === 'open' && token.name === name ? token.attributes : [],
      ),
    );
  }
}

/** Returns the type of a zip file that is not a workbook of this format. */
function archiveKindOf(zip: ZipFile): ForeignKind {
  if (zip.has('xl/workbook.bin')) return 'xlsb';
  const type = zip.read('mimetype')?.toString('latin1') ?? '';
  if (type.startsWith('application/vnd.oasis.opendocument.')) return 'ods';
  return zip.has('[Content_Types].xml') ? 'office' : 'zip';
}

function names(sheets: readonly Sheet[]): readonly string[] {
  return sheets.map(({ name }) => name);
}

function damaged(part: string, cause?: unknown): RosterFault {
  return new RosterFault({ key: 'workbook-damaged', part }, cause);
}
