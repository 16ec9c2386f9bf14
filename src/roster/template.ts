import { ROSTER_COLUMNS, type RosterColumn } from '../errors/roster-problem.ts';

/** The byte order mark by which Excel knows UTF-8. */
const MARK = '\ufeff';

/** Fictitious. The SIRET is in groups, which a spreadsheet shows whole; 14 digits in a row it rounds. */
const EXAMPLES: readonly Readonly<Partial<Record<RosterColumn, string>>>[] = [
  {
    siret: '732 829 320 00074',
    contact_name: 'Camille Martin',
    contact_phone: '04 78 00 00 00',
    contact_email: 'camille.martin@exemple.fr',
    account_email: 'comptabilite@exemple.fr',
  },
  // Only the SIRET is needed: the rest comes from the configuration.
  { siret: '812 637 403 00013' },
];

/**
 * A roster to fill in, as a French Excel opens and saves it: `;`, CRLF, UTF-8 with its mark.
 * @param application the example's PISTE application.
 */
export function rosterTemplate(
  headers: Readonly<Record<RosterColumn, string>>,
  application = 'Pldiffusion1',
): string {
  const examples = EXAMPLES.map((cells, index) =>
    index === 0 ? { ...cells, application } : cells,
  );
  const lines = [headers, ...examples].map((cells) =>
    ROSTER_COLUMNS.map((column) => cells[column] ?? '').join(';'),
  );
  return `${MARK}${lines.join('\r\n')}\r\n`;
}
