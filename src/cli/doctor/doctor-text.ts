import {
  isBroken,
  isHealthy,
  SECTIONS,
  type Check,
  type DoctorReport,
  type PageReport,
} from '../../doctor/doctor-report.ts';
import { table } from '../terminal/text-tables.ts';
import type { Texts } from '../../messages/texts.ts';

type Part = PageReport['parts'][number];

const MARKS = { good: '✓', warning: '!', mistake: '✗', 'not-looked': '–' } as const;

const VERDICT_MARKS = {
  found: '✓',
  'found-otherwise': '✓',
  'not-found': '✗',
  ambiguous: '✗',
  'not-seen': '–',
} as const;

/** Formats doctor's findings for a person, ending with the command to run next. */
export function doctorText(report: DoctorReport, texts: Texts): string {
  const { doctor } = texts;
  return [
    ...SECTIONS.filter((section) => report.checks.some((check) => check.section === section)).map(
      (section) => sectionOf(report, section, texts),
    ),
    ...report.pages.filter(isSeen).map((page) => pageText(page, report, texts)),
    ...unseenPages(report, texts),
    ...(report.error === undefined ? [] : [errorText(report.error, texts)]),
    ...comparison(report, texts),
    conclusion(report, texts),
    ...(report.folder === undefined ? [] : [doctor.folder(report.folder)]),
    doctor.next.title(report.next),
  ].join('\n\n');
}

function sectionOf({ checks }: DoctorReport, section: Check['section'], texts: Texts): string {
  const { doctor } = texts;
  const own = checks.filter((check) => check.section === section);
  const rows = own.map(({ name, result, found }) => {
    const advice = result === 'warning' || result === 'mistake' ? doctor.advice[name] : '';
    const said = name === 'valid' ? environmentIn(found, texts) : doctor.facts(name, found);
    return [MARKS[result], doctor.checks[name], [said, advice].filter(Boolean).join(' — ')];
  });
  return [doctor.sections[section], ...linesOf(rows)].join('\n');
}

/** Translates a portal's name, which documents write the same in all languages. */
function environmentIn(found: string, { environments }: Texts): string {
  const names: Readonly<Partial<Record<string, string>>> = environments;
  return names[found] ?? found;
}

/** Returns false for a page that was not reached: its parts would only repeat that. */
function isSeen({ parts, passed, error }: PageReport): boolean {
  const isUnseen = parts.length > 0 && parts.every(({ verdict }) => verdict === 'not-seen');
  return !isUnseen || passed !== undefined || error !== undefined;
}

function unseenPages({ pages }: DoctorReport, { doctor }: Texts): string[] {
  const unseen = pages.filter((page) => !isSeen(page)).map(({ page }) => doctor.pages[page]);
  return unseen.length === 0 ? [] : [doctor.notSeen(unseen.join(', '))];
}

/** Formats an error without its next step, which is the last line of the report. */
function errorText(
  { code, message, what = message, expected, found }: NonNullable<DoctorReport['error']>,
  { errorLabels: labels }: Texts,
): string {
  return [
    `✗ ${code}`,
    `  ${what}`,
    ...(expected === undefined ? [] : [`  ${labels.expected} : ${expected}`]),
    ...(found === undefined ? [] : [`  ${labels.found} : ${found}`]),
  ].join('\n');
}

function pageText(page: PageReport, report: DoctorReport, texts: Texts): string {
  const { doctor } = texts;
  const { passed, error, parts } = page;
  const notes = [
    ...(passed === undefined ? [] : [doctor.passed[passed]]),
    ...(error === undefined
      ? []
      : // The error that blocked all pages is described once, below.
        [
          `${doctor.notReached}: ${error.code === report.error?.code ? error.code : error.message}`,
        ]),
  ];
  const mark = isHealthy(page) ? '' : '✗ ';
  const title = `${mark}${doctor.pages[page.page]}`;
  return [
    title,
    ...notes.map((note) => `  ${note}`),
    ...linesOf(parts.map((part) => row(part, texts))),
  ].join('\n');
}

function row(part: Part, texts: Texts): string[] {
  const { doctor } = texts;
  const mark = part.verdict === 'not-found' && !isBroken(part) ? '–' : VERDICT_MARKS[part.verdict];
  return [mark, doctor.kinds[part.kind], part.wording, describe(part, texts)];
}

function describe(part: Part, { doctor }: Texts): string {
  const { verdict, matched, shown = [], options, optional } = part;
  const list = shown.map((text) => `"${text}"`).join(', ');
  return [
    doctor.verdicts[verdict],
    ...(matched === undefined ? [] : [`"${matched}"`]),
    ...(options === undefined ? [] : [`[${options.filter(Boolean).join(', ')}]`]),
    ...(verdict === 'not-found' && optional === true ? [doctor.optional] : []),
    ...(verdict === 'not-found' && optional !== true && list !== '' ? [doctor.instead(list)] : []),
    ...(verdict === 'ambiguous' ? [doctor.all(list)] : []),
  ].join(' ');
}

/** Formats a table without its header, which would add nothing here. */
function linesOf(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const head = rows[0]?.map(() => '') ?? [];
  return table(head, rows).split('\n').slice(1);
}

function comparison({ compared }: DoctorReport, { doctor }: Texts): string[] {
  if (compared === undefined) return [];
  const { since, changes } = compared;
  if (since === '') return [doctor.compared.none];
  if (changes.length === 0) return [doctor.compared.same(since)];
  const lines = changes.flatMap(({ page, parts, added, removed }) => [
    `  ${doctor.pages[page]}`,
    ...parts.map(({ name, before, now }) => `    ${doctor.compared.part(name, before, now)}`),
    ...removed.map((line) => `    - ${line}`),
    ...added.map((line) => `    + ${line}`),
  ]);
  return [[doctor.compared.since(since), ...lines].join('\n')];
}

function conclusion(report: DoctorReport, texts: Texts): string {
  const { summary, pages, stopped } = texts.doctor;
  if (report.stoppedRequests === undefined) return summary.offline;
  const amiss = report.pages.flatMap((page) => [
    ...page.parts.filter(isBroken).map((part) => [page.page, part] as const),
  ]);
  const lines = amiss.map(([page, part]) => {
    return `  ✗ ${pages[page]}: ${part.name} "${part.wording}", ${describe(part, texts)}`;
  });
  const told = amiss.length === 0 ? [] : [summary.amiss(amiss.length), ...lines];
  const good = report.exitCode === 0 ? [summary.good] : [];
  return [...told, ...good, stopped(report.stoppedRequests)].join('\n');
}
