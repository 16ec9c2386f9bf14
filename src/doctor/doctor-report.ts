import { join } from 'node:path';
import { z } from 'zod';
import { PAGES } from '../../flows/examination.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { jsonText } from '../domain/json.ts';

const CHECK_NAMES = [
  'node',
  'browser',
  'disk',
  'clock',
  'permissions',
  'debug-log',
  'valid',
  'variables',
  'portal',
  'home',
  'administrator',
  'recipients',
  'ledger',
  'database',
  'sealed',
  'unlisted',
  'private-key',
  'way-portal',
  'way-identity-provider',
  'way-token',
  'way-api',
  'way-vault',
  'way-webhook',
  'way-mail',
  'way-ping',
  'authorities',
  'mail',
  'webhook',
  'ping',
  'sink-folder',
  'sink-vault',
  'sink-hook',
  'api',
] as const;

export const SECTIONS = ['machine', 'configuration', 'network', 'storage', 'services'] as const;

const check = z.object({
  section: z.enum(SECTIONS),
  name: z.enum(CHECK_NAMES),
  result: z.enum(['good', 'warning', 'mistake', 'not-looked']),
  /** Facts, not translated. */
  found: z.string(),
});

export type Check = z.infer<typeof check>;

const problem = z.object({ code: z.string(), message: z.string() });

const probe = z.object({
  name: z.string(),
  kind: z.enum(['field', 'button', 'column', 'option', 'card']),
  wording: z.string(),
  verdict: z.enum(['found', 'found-otherwise', 'not-found', 'ambiguous', 'not-seen']),
  matched: z.string().optional(),
  shown: z.array(z.string()).readonly().optional(),
  options: z.array(z.string()).readonly().optional(),
  optional: z.literal(true).optional(),
});

const page = z.object({
  page: z.enum(PAGES),
  passed: z.enum(['session-kept', 'not-on-the-way', 'no-account']).optional(),
  error: problem.optional(),
  parts: z.array(probe),
  picture: z.string().optional(),
  noPicture: z.string().optional(),
  outline: z.string().optional(),
  html: z.string().optional(),
});

export type PageReport = z.infer<typeof page>;

const pageChange = z.object({
  page: z.enum(PAGES),
  parts: z.array(z.object({ name: z.string(), before: z.string(), now: z.string() })),
  added: z.array(z.string()),
  removed: z.array(z.string()),
});

export type PageChange = z.infer<typeof pageChange>;

/** The findings of `doctor`, as written to `report.json` and printed by `--json`. */
export const doctorReport = z.object({
  version: z.literal(1),
  run: z.string(),
  /** ISO time. */
  at: z.string(),
  raccord: z.string(),
  checks: z.array(check),
  pages: z.array(page),
  /** The error that kept doctor from checking all pages. */
  error: problem
    .extend({
      what: z.string().optional(),
      expected: z.string().optional(),
      found: z.string().optional(),
    })
    .optional(),
  /** Number of write requests that pages attempted and that were blocked. */
  stoppedRequests: z.int().optional(),
  exitCode: z.int(),
  next: z.string(),
  folder: z.string().optional(),
  /** With `--compare`: the run compared with, and the changes since. */
  compared: z.object({ since: z.string(), changes: z.array(pageChange) }).optional(),
});

export type DoctorReport = z.infer<typeof doctorReport>;

/** Returns true if the part would break the robot. */
export function isBroken({ verdict, optional }: PageReport['parts'][number]): boolean {
  if (verdict === 'ambiguous') return true;
  return verdict === 'not-found' && optional !== true;
}

/** Returns true if the page was checked and fits the robot, or needs no check. */
export function isHealthy({ parts, error }: PageReport): boolean {
  return error === undefined && !parts.some(isBroken);
}

/** Returns the folder that contains the folders of doctor runs. */
export function doctorFolder(home: string): string {
  return join(home, 'doctor');
}

/**
 * Writes doctor's findings into the folder of its run, for programs and for people.
 * @throws UnwritableError if the folder cannot be written.
 */
export async function writeDoctorReport(
  home: string,
  report: DoctorReport,
  text: string,
  redactor: Redactor,
): Promise<void> {
  const folder = join(doctorFolder(home), report.run);
  await makePrivateFolder(folder);
  const document = redactor.redactLine(`${jsonText(report, 2)}\n`);
  await writeDurably(join(folder, 'report.json'), Buffer.from(document, 'utf8'));
  await writeDurably(join(folder, 'report.txt'), Buffer.from(redactor.redact(text), 'utf8'));
}
