import { join } from 'node:path';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { doctorFolder } from './compare.ts';
import type { DoctorReport } from './doctor-report.ts';

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
  const document = redactor.redactLine(`${JSON.stringify(report, null, 2)}\n`);
  await writeDurably(join(folder, 'report.json'), Buffer.from(document, 'utf8'));
  await writeDurably(join(folder, 'report.txt'), Buffer.from(redactor.redact(text), 'utf8'));
}
