import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redactor } from '../../secrets/redactor.ts';

/** A file as a mail takes it along. */
export interface Attachment {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType: string;
}

const REPORT = 'report.csv';

/** Many a mail server takes no more than ten times this, in bytes. */
const MAX_BYTES = 2_000_000;

/** Why the rows of a report do not go with the mail. */
export type OmissionReason = 'unreadable' | 'too-large' | 'secret-in-it';

/**
 * Returns the rows of a run's report, for a mail. They were searched for secrets when they were
 * written; what became known since is looked for once more, and where any is found nothing is sent.
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
