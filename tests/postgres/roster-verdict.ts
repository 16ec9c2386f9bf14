import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Place } from '../../fixtures/playwright/machines.ts';
import { findIn } from '../cli/secret-search.ts';

/** What came of a roster that several workers worked on. */
export interface RosterVerdict {
  /** SIRETs without an account, or whose account's password nobody has. */
  readonly lost: readonly string[];
  /** SIRETs with two connections or accounts. */
  readonly doubled: readonly string[];
  /** Secrets in anything that was printed or stored in the database, in any form. */
  readonly leaked: readonly string[];
  /** How often something was sent that changes the portal. */
  readonly sent: number;
}

/** What `credentials export` writes of each. */
interface Exported {
  readonly login: string;
  readonly password: string;
}

/**
 * Compares a roster with what is on the portal and in the vault.
 * @param printed all that the workers printed.
 */
export async function verdictOn(
  { on, folder, portal, server, schema, database }: Place,
  sirets: readonly string[],
  printed: string,
): Promise<RosterVerdict> {
  const file = join(folder, 'opened.json');
  const exported = await on('desk', ['credentials', 'export', '--output', file]);
  expect(exported.exitCode, exported.stderr).toBe(0);
  const opened = JSON.parse(await readFile(file, 'utf8')) as Exported[];
  const { accounts, connections, writes } = portal.truth();
  const countOf = (all: readonly { siret: string }[], siret: string): number =>
    all.filter((one) => one.siret === siret).length;
  const isOpened = ({ login, password }: Exported): boolean =>
    opened.some((one) => one.login === login && one.password === password);
  const { password, totpSecret } = portal.administrator;
  const secrets = {
    ...{ password, totpSecret, database: new URL(database.url).password },
    ...Object.fromEntries(accounts.map((account) => [account.login, account.password])),
  };
  const stored = await server.textsIn([schema, `${schema}_jobs`]);
  return {
    lost: sirets.filter((siret) => {
      const own = accounts.filter((account) => account.siret === siret);
      return countOf(connections, siret) === 0 || own.length === 0 || !own.every(isOpened);
    }),
    doubled: sirets.filter(
      (siret) => countOf(accounts, siret) > 1 || countOf(connections, siret) > 1,
    ),
    leaked: findIn('told or stored', `${printed}\n${stored}`, secrets),
    sent: writes,
  };
}
