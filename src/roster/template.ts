import { ROSTER_COLUMNS, type RosterColumn } from '../errors/roster-problem.ts';

/** The byte order mark, which makes Excel read UTF-8. */
const MARK = '\ufeff';

/** Fictitious. The grouped SIRET stays text in a spreadsheet, which would round 14 plain digits. */
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
 * Returns a roster to fill in, in the format of a French Excel: `;`, CRLF, UTF-8 with its mark.
 * @param application the PISTE application of the example.
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
