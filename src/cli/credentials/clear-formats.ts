import { beginsFormula, quotedCell } from '../../files/csv-cells.ts';
import { csvCell } from '../../reporting/report/report-csv.ts';
import type { ClearCredential } from './credential-entries.ts';
import type { ClearFormat } from './export-formats.ts';

type Writer = (credentials: readonly ClearCredential[]) => string;

/** The texts, without the last line's end, which is added where they are written. */
export const CLEAR_WRITERS: Readonly<Record<ClearFormat, Writer>> = {
  json: (credentials) => JSON.stringify(credentials, null, 2),
  env: environmentFile,
  csv: clearCsv,
};

/** How many passwords a spreadsheet would take for formulas. */
export function formulasIn(credentials: readonly ClearCredential[]): number {
  return credentials.filter(({ password }) => beginsFormula(password)).length;
}

/** Lines that a POSIX shell reads back byte for byte, whatever the password is made of. */
function environmentFile(credentials: readonly ClearCredential[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return credentials
    .flatMap(({ siret, login, password }) => [
      `CPRO_${siret}_LOGIN=${quoted(login)}`,
      `CPRO_${siret}_PASSWORD=${quoted(password)}`,
    ])
    .join('\n');
}

const COLUMNS = ['siret', 'login', 'password', 'capturedAt', 'expiresOn'] as const;

/**
 * For programs (RFC 4180): commas, every cell in quotes, no byte order mark. What is neutralised for a
 * spreadsheet is no longer what it was, so that is done to all but the password: one with an apostrophe
 * in front opens nothing, and nobody would see why.
 */
function clearCsv(credentials: readonly ClearCredential[]): string {
  const rows = credentials.map((credential) =>
    COLUMNS.map((column) =>
      column === 'password' ? quotedCell(credential.password) : csvCell(credential[column]),
    ),
  );
  return [COLUMNS.map((column) => quotedCell(column)), ...rows]
    .map((cells) => `${cells.join(',')}\r`)
    .join('\n');
}
