import { jsonText } from '../../domain/json.ts';
import { beginsFormula, quotedCell } from '../../files/csv-cells.ts';
import { csvCell } from '../../reporting/report/report-csv.ts';
import type { ClearCredential } from './credential-entries.ts';
import type { ClearFormat } from './export-formats.ts';

type Writer = (credentials: readonly ClearCredential[]) => string;

/** Writers by format, without the last newline, which is added on output. */
export const CLEAR_WRITERS: Readonly<Record<ClearFormat, Writer>> = {
  json: (credentials) => jsonText(credentials, 2),
  env: environmentFile,
  csv: clearCsv,
};

/** Counts the passwords that a spreadsheet would read as formulas. */
export function formulasIn(credentials: readonly ClearCredential[]): number {
  return credentials.filter(({ password }) => beginsFormula(password)).length;
}

/** Formats lines that a POSIX shell reads back byte for byte, whatever the password contains. */
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
 * Formats CSV for programs (RFC 4180): commas, every cell quoted, no byte order mark. Cells are
 * neutralised for spreadsheets, except the password: with a leading apostrophe it would open
 * nothing, and nobody would see why.
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
