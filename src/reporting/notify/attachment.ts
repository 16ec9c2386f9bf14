import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redactor } from '../../secrets/redactor.ts';

/** A file attached to a mail. */
export interface Attachment {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType: string;
}

const REPORT = 'report.csv';

/** Size limit in bytes: many mail servers refuse more than ten times this. */
const MAX_BYTES = 2_000_000;

/** Reason why the report's rows are not attached. */
export type OmissionReason = 'unreadable' | 'too-large' | 'secret-in-it';

/**
 * Returns the rows of a run's report, for a mail. They were searched for secrets when they were
 * written; secrets learned since are searched for here, and if one is found nothing is attached.
 */
export async function reportRows(
  folder: string,
  redactor: Redactor,
): Promise<Attachment | OmissionReason> {
  const content = await readFile(join(folder, REPORT)).catch(() => undefined);
  if (content === undefined) return 'unreadable';
  if (content.length > MAX_BYTES) return 'too-large';
  const text = content.toString('utf8');
  if (redactor.redact(text) !== text) return 'secret-in-it';
  return { filename: REPORT, content, contentType: 'text/csv; charset=utf-8' };
}
