import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../errors/exit-code.ts';
import {
  doctorFolder,
  doctorReport,
  type DoctorReport,
  type PageChange,
  type PageReport,
} from './doctor-report.ts';

/**
 * Returns the changes since the last healthy run, or `undefined` if no run was healthy.
 * @param report the current run's report, whose folder contains its outlines.
 */
export async function compareWithLastGood(
  home: string,
  report: Pick<DoctorReport, 'run' | 'pages'>,
): Promise<DoctorReport['compared']> {
  const before = await lastGood(home, report.run);
  if (before === undefined) return undefined;
  const changes: PageChange[] = [];
  for (const now of report.pages) {
    const then = before.pages.find(({ page }) => page === now.page);
    if (then === undefined || then.passed !== undefined || now.passed !== undefined) continue;
    const [old, young] = await Promise.all([
      outlineLines(home, before.run, then),
      outlineLines(home, report.run, now),
    ]);
    const change: PageChange = {
      page: now.page,
      parts: changedParts(then, now),
      added: without(young, old),
      removed: without(old, young),
    };
    if (change.parts.length + change.added.length + change.removed.length > 0) changes.push(change);
  }
  return { since: before.run, changes };
}

async function lastGood(home: string, run: string): Promise<DoctorReport | undefined> {
  const runs = await readdir(doctorFolder(home)).catch(() => []);
  // Folder names sort by time.
  for (const name of runs.sort().reverse()) {
    if (name === run) continue;
    const report = await readReport(join(doctorFolder(home), name, 'report.json'));
    if (report?.exitCode === EXIT.done && report.pages.length > 0) return report;
  }
  return undefined;
}

/** Returns `undefined` if the file is missing or has another format version. */
async function readReport(file: string): Promise<DoctorReport | undefined> {
  try {
    return doctorReport.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function changedParts(then: PageReport, now: PageReport): PageChange['parts'] {
  const names = new Set([...then.parts, ...now.parts].map(({ name }) => name));
  return [...names]
    .map((name) => ({ name, before: stateOf(then, name), now: stateOf(now, name) }))
    .filter(({ before, now: after }) => before !== after);
}

/** Returns kind, verdict and wording of a part as one text. */
function stateOf({ parts }: PageReport, name: string): string {
  const part = parts.find((one) => one.name === name);
  if (part === undefined) return '';
  const { kind, verdict, matched, wording } = part;
  return `${kind} ${verdict} "${matched ?? wording}"`;
}

async function outlineLines(home: string, run: string, { outline }: PageReport): Promise<string[]> {
  if (outline === undefined) return [];
  const text = await readFile(join(doctorFolder(home), run, outline), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

/** Returns the lines that occur more often in the first outline than in the second. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
