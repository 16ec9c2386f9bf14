import { sql, type Kysely } from 'kysely';
import type { LedgerSchema } from './schema.ts';

/** Returns the schema in which the engine of the queue keeps its jobs, beside the ledger's. */
export function jobsSchema(schema: string): string {
  return `${schema}_jobs`;
}

/**
 * Reads all rows of the queue's tables and of its engine's, as JSON. Tables that the role may not
 * read are left out: it has written nothing there either.
 */
export async function readQueueTexts(database: Kysely<LedgerSchema>): Promise<string> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select namespace.nspname as schema, relation.relname as name
    from pg_class as relation join pg_namespace as namespace on namespace.oid = relnamespace
    where relkind = 'r' and has_schema_privilege(namespace.oid, 'usage')
      and has_table_privilege(relation.oid, 'select')
      and (nspname = current_schema() and relname like 'queue\\_%'
        or nspname = current_schema() || ${jobsSchema('')})
    order by 1, 2`.execute(database);
  const texts: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ text: string }>`
      select to_json("row")::text as text from ${sql.table(`${schema}.${name}`)} as "row"`.execute(
      database,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
