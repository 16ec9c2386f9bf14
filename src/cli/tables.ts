import Table from 'cli-table3';
import type { EnrolmentResult } from '../domain/outcome.ts';
import { accountWord } from '../messages/account-word.ts';
import type { Texts } from '../messages/texts-en.ts';

/** A table without colours or vertical noise, that pastes well into a ticket. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** What became of each SIRET. */
export function resultTable(results: readonly EnrolmentResult[], texts: Texts): string {
  const { columns, outcomes } = texts;
  return table(
    [
      columns.siret,
      columns.connection,
      columns.application,
      columns.account,
      columns.login,
      columns.expires,
    ],
    results.map(({ siret, connection, account }) => [
      siret,
      outcomes[connection.outcome],
      connection.applicationName ?? '',
      accountWord(account, texts),
      account.login ?? '',
      account.expiresOn ?? '',
    ]),
  );
}
