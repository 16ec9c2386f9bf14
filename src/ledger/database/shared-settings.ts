/**
 * The settings common to every machine that shares a ledger: the first one sets them, and each
 * later one is compared with them before it works.
 */
import { sql, type Kysely } from 'kysely';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { LedgerBackend } from './backend.ts';
import { rowOf, type JournalPlace } from '../journals/journal.ts';
import type { LedgerSchema } from './schema.ts';
import { validRecipients } from '../../credentials/keys/key-files.ts';

/** The settings of a machine. */
export interface SharedSettings {
  /** The portal's host name. */
  readonly portal: string;
  /** The public keys that credentials are sealed to; absent if they are about to be changed. */
  readonly recipients?: readonly string[];
}

/**
 * Returns the settings that all machines sharing a ledger must have in common.
 * @throws RaccordError RECIPIENT_INVALID, so that a typing error is not required of all machines.
 */
export async function settingsFor(
  { portal, backend }: Pick<SettingsPlace, 'portal' | 'backend'>,
  recipients: readonly string[],
): Promise<SharedSettings> {
  if (!backend.isShared) return { portal };
  return { portal, recipients: await validRecipients(recipients) };
}

type SettingName = keyof SharedSettings;

interface SettingsPlace extends JournalPlace {
  readonly backend: LedgerBackend;
}

/**
 * Compares a machine with those that share its ledger; sets the values that no machine has set yet.
 * @throws RaccordError MACHINE_DIFFERS with all differences.
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
 * Compares a machine with those that share its ledger; writes nothing.
 * @throws RaccordError MACHINE_DIFFERS with all differences.
 */
export async function expectLikeOthers(
  place: SettingsPlace,
  settings: SharedSettings,
): Promise<void> {
  if (!place.backend.isShared) return;
  expectSame(place, settings, await readSettings(place.database));
}

/** Changes the recipients of all machines. Call it under the lease of the whole ledger. */
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

/** Returns the recipients as a text that is independent of their order. */
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
