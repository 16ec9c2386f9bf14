/**
 * What must be the same on every machine that shares a ledger: the first one says it, and each later
 * one is compared with it before it works.
 */
import { sql, type Kysely } from 'kysely';
import { RaccordError } from '../../errors/errors.ts';
import type { LedgerBackend } from './backend.ts';
import { rowOf, type JournalPlace } from '../journals/journal.ts';
import type { LedgerSchema } from './schema.ts';

/** What a machine is set up with. */
export interface SharedSettings {
  /** The portal's host name. */
  readonly portal: string;
  /** The public keys that credentials are sealed to; absent where they are about to be changed. */
  readonly recipients?: readonly string[];
}

type SettingName = keyof SharedSettings;

interface SettingsPlace extends JournalPlace {
  readonly backend: LedgerBackend;
}

/**
 * Compares a machine with those that share its ledger; what none has said yet holds from now on.
 * @throws RaccordError MACHINE_DIFFERS with everything that differs.
 */
export async function joinMachines(place: SettingsPlace, settings: SharedSettings): Promise<void> {
  if (!place.backend.isShared) return;
  await place.database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('settings ' || current_schema(), 0))`.execute(
      transaction,
    );
    const known = await readSettings(transaction);
    expectSame(place, settings, known);
    for (const [name, value] of valuesOf(settings)) {
      if (known.get(name) === undefined) await insertSetting(transaction, place, name, value);
    }
  });
}

/**
 * Compares a machine with those that share its ledger, and writes nothing.
 * @throws RaccordError MACHINE_DIFFERS with everything that differs.
 */
export async function expectLikeOthers(
  place: SettingsPlace,
  settings: SharedSettings,
): Promise<void> {
  if (!place.backend.isShared) return;
  expectSame(place, settings, await readSettings(place.database));
}

/** Makes other recipients those of all machines. To be called under the lease of the whole ledger. */
export async function changeRecipients(
  place: SettingsPlace,
  recipients: readonly string[],
): Promise<void> {
  if (!place.backend.isShared) return;
  await insertSetting(place.database, place, 'recipients', recipientsValue(recipients));
}

type KnownSettings = ReadonlyMap<string, string>;

async function readSettings(database: Kysely<LedgerSchema>): Promise<KnownSettings> {
  const rows = await database
    .selectFrom('shared_settings')
    .select(['name', 'value'])
    .orderBy('id')
    .execute();
  // The latest of each name counts.
  return new Map(rows.map(({ name, value }) => [name, value]));
}

function expectSame(
  { backend }: SettingsPlace,
  settings: SharedSettings,
  known: KnownSettings,
): void {
  const differences = valuesOf(settings).flatMap(([name, here]) => {
    const there = known.get(name);
    return there === undefined || there === here ? [] : [{ name, here, there }];
  });
  if (differences.length === 0) return;
  const reason = differences
    .map(({ name, here, there }) => `${name}: ${here} ≠ ${there}`)
    .join('; ');
  throw new RaccordError('MACHINE_DIFFERS', { database: backend.place, reason, differences });
}

function valuesOf({ portal, recipients }: SharedSettings): (readonly [SettingName, string])[] {
  return [
    ['portal', portal],
    ...(recipients === undefined ? [] : [['recipients', recipientsValue(recipients)] as const]),
  ];
}

/** Recipients in whatever order are the same. */
function recipientsValue(recipients: readonly string[]): string {
  return [...new Set(recipients)].sort().join(',');
}

async function insertSetting(
  database: Kysely<LedgerSchema>,
  place: SettingsPlace,
  name: SettingName,
  value: string,
): Promise<void> {
  const { at, run } = await rowOf(place, database);
  await database.insertInto('shared_settings').values({ at, run, name, value }).execute();
}
