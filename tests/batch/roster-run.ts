import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { Resource } from '../../src/domain/ledger-event.ts';
import type { FaultyRoster } from '../../fixtures/playwright/faulty-roster.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { batchDocument, documentOf, planDocument } from '../cli/documents.ts';

/** A batch that asks nothing and does not wait where a person would want it to. */
export const BATCH = [
  'batch',
  '--input',
  'roster.csv',
  '--yes',
  '--json',
  '--min-interval',
  '0ms',
  '--retry-pause',
  '500ms',
] as const;

/** What was captured, into a file that {@link expectCredentials} reads. */
export const EXPORT = ['credentials', 'export', '--output', 'credentials.json'] as const;

export async function writeRoster(folder: string, { csv }: FaultyRoster): Promise<void> {
  await writeFile(join(folder, 'roster.csv'), csv);
}

/** Each good SIRET has one connection and one account on the portal, each faulty one what it can. */
export function expectPortalTruth(portal: StandInPortal, roster: FaultyRoster): void {
  const { connections, accounts } = portal.truth();
  const own = connections.filter(({ editor }) => editor === 'PLDChorus');
  const expected = (resource: Resource): string[] => [
    ...roster.good.map(({ siret }) => siret),
    ...[...roster.expected].flatMap(([siret, errors]) => (resource in errors ? [] : [siret])),
  ];
  const sirets = new Set(roster.csv.match(/\d{14}/gu));
  const ofRoster = (rows: readonly { readonly siret: string }[]): string[] =>
    rows.map(({ siret }) => siret).filter((siret) => sirets.has(siret));
  expect(ofRoster(connections).sort()).toEqual(expected('connection').sort());
  expect(ofRoster(accounts).sort()).toEqual(expected('account').sort());
  const names = own.map(({ applicationName }) => applicationName);
  expect(new Set(names).size).toBe(names.length);
}

/** The last run's document: all rows, each faulty one under its own reason. */
export function expectReasons(finished: Finished, roster: FaultyRoster): void {
  const { enrolments, summary } = documentOf(finished, batchDocument);
  expect(enrolments).toHaveLength(roster.good.length + roster.expected.size);
  // Where a run was cut off at its click, only the password tells whose the account is.
  const failed = enrolments.filter(
    ({ siret, account }) => roster.expected.has(siret) || account.outcome === 'unproven',
  );
  expect(summary.failedEnrolments).toBe(failed.length);
  for (const { siret, connection, account } of enrolments) {
    const { connection: ofConnection, account: ofAccount } = roster.expected.get(siret) ?? {};
    const accountCode = account.outcome === 'unproven' ? undefined : account.error?.code;
    const codes = { connection: connection.error?.code, account: accountCode };
    const said = [connection.error?.message, account.error?.message].join('\n');
    expect({ siret, ...codes }, said).toEqual({
      siret,
      connection: ofConnection,
      account: ofAccount,
    });
  }
}

/** Every password of the portal's truth can be opened here, and is the right one. */
export async function expectCredentials(
  portal: StandInPortal,
  folder: string,
  exported: Finished,
): Promise<void> {
  expect(exported.exitCode, exported.stderr).toBe(0);
  const text = await readFile(join(folder, 'credentials.json'), 'utf8');
  const credentials = JSON.parse(text) as { login: string; password: string }[];
  const known = new Map(credentials.map(({ login, password }) => [login, password]));
  for (const { login, password } of portal.truth().accounts) {
    expect(known.get(login), login).toBe(password);
  }
}

/** What a plan says before and after, told apart by what each half still lacks. */
export function plannedActions(finished: Finished): Map<string, readonly [string, string]> {
  const { enrolments, summary } = documentOf(finished, planDocument);
  const isImpossible = enrolments.some(({ connection, account }) =>
    [connection.action, account.action].includes('cannot'),
  );
  expect(finished.exitCode, finished.stderr).toBe(isImpossible ? 1 : 0);
  expect(summary).toMatchObject({ stoppedRequests: 0 });
  return new Map(
    enrolments.map(({ siret, connection, account }) => [
      siret,
      [connection.action, account.action] as const,
    ]),
  );
}

/** The application name that a plan says would be declared, by SIRET. */
export function plannedNames(finished: Finished): Map<string, string | undefined> {
  const { enrolments } = documentOf(finished, planDocument);
  return new Map(
    enrolments.map(({ siret, connection }) => [siret, connection.values?.applicationName?.value]),
  );
}

/** The rows of a run's CSV report. */
export async function reportRows(finished: Finished): Promise<Record<string, string>[]> {
  const { report } = documentOf(finished, batchDocument);
  const csv = await readFile(join(dirname(report), 'report.csv'), 'utf8');
  return parse(csv, { bom: true, delimiter: ';', columns: true });
}
