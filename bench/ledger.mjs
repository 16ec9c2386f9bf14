// How long the ledger takes to say where everything stands: `npm run build && node bench/ledger.mjs
// [sirets]`. Each SIRET was enrolled, and every third password renewed, as an earlier version wrote
// it down; where the ledger has the table `events`, the same is measured with its rows too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openLedger } from '../dist/src/ledger/ledger.js';
import { siretFrom } from './sirets.mjs';

const SIRETS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 5;
const AT = '2026-11-23T14:05:01.250Z';
const clock = { now: () => new Date(AT), elapsed: () => performance.now() };
const folder = mkdtempSync(join(tmpdir(), 'raccord-bench-'));

try {
  for (const rows of ['old', 'new']) {
    const file = join(folder, `${rows}.db`);
    const options = { file, portal: 'portail.example', runId: 'run-1', clock };
    await (await openLedger(options)).close();
    if (!fill(file, rows)) continue;
    const ledger = await openLedger(options);
    console.log(`${rows} rows of ${SIRETS} SIRETs, median of ${ROUNDS}:`);
    await measure('applicationNamesIntended()', () => ledger.applicationNamesIntended());
    await measure('enrolments()', () => ledger.enrolments());
    await measure('credentials()', () => ledger.credentials());
    await measure('enrolment(siret)', () => ledger.enrolment(siretFrom(SIRETS - 1)));
    await ledger.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(name, work) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  const [median] = times.sort((one, other) => one - other).slice(Math.floor(ROUNDS / 2));
  console.log(`  ${name.padEnd(28)} ${median.toFixed(1)} ms of CPU`);
}

/** False where the ledger has no such table. */
function fill(file, rows) {
  const database = new Sqlite(file);
  const isNew = rows === 'new';
  const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck();
  const has = !isNew || tables.all().includes('events');
  const insertAll = database.transaction(() => {
    for (let index = 0; index < SIRETS; index += 1) {
      for (const row of rowsOf(siretFrom(index), index))
        (isNew ? insertNew : insertOld)(database, row);
    }
  });
  if (has) insertAll();
  database.close();
  return has;
}

/** What happened to one SIRET: stream, login, event and state in old and new words, data. */
function rowsOf(siret, index) {
  const login = `TECH_1_${siret}@cpro.fr`;
  const sealed = (id) => ({
    ...{ id, login, digest: 'd'.repeat(64), fingerprint: 'f'.repeat(64), capturedAt: AT },
  });
  const row = (stream, event, state, data, now = event) => ({
    siret,
    stream,
    login,
    event,
    state,
    data,
    now,
  });
  const applicationName = `Pldiffusion${index + 1}`;
  const found = { name: login, state: 'Actif', expiresOn: '2028-01-21' };
  const enrolled = [
    row('connection', 'not-seen', 'absent', {}),
    row('connection', 'intended', 'intended', { applicationName }),
    row('connection', 'accepted', 'accepted', { message: 'oui' }),
    row(
      'connection',
      'seen',
      'done',
      { found: { name: applicationName, state: 'Validé' } },
      'confirmed',
    ),
    row('account', 'not-seen', 'absent', {}),
    row('account', 'sealed', 'sealed', { credential: sealed(`c${index}`) }),
    row('account', 'intended', 'intended', { credentialId: `c${index}` }),
    row('account', 'accepted', 'accepted', { message: 'oui' }),
    row('account', 'seen', 'done', { found }, 'confirmed'),
  ];
  if (index % 3 !== 0) return enrolled;
  return [
    ...enrolled,
    row('renewal', 'sealed', 'sealed', { credential: sealed(`r${index}`) }),
    row('renewal', 'intended', 'intended', { credentialId: `r${index}`, before: {} }),
    row('renewal', 'changed', 'renewed', { found, by: 'list' }, 'confirmed'),
  ];
}

function insertOld(database, { siret, stream, login, event, state, data }) {
  const isRenewal = stream === 'renewal';
  const [table, column] = isRenewal ? ['renewals', 'login'] : ['transitions', 'half'];
  const values = ['run-0', 'portail.example', AT, siret, isRenewal ? login : stream, event, state];
  database
    .prepare(
      `insert into ${table} (run, portal, at, siret, ${column}, event, state, data)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(...values, JSON.stringify(data));
}

function insertNew(database, { siret, stream, login, now, data }) {
  const subject = stream === 'renewal' ? login : '';
  const by = now === 'confirmed' ? { by: 'list' } : {};
  database
    .prepare(
      `insert into events (run, portal, at, siret, stream, subject, event, data, connection, account)
       values (?, ?, ?, ?, ?, ?, ?, ?, 'done', 'done')`,
    )
    .run(
      ...['run-0', 'portail.example', AT, siret, stream, subject, now],
      JSON.stringify({ ...data, ...by }),
    );
}
