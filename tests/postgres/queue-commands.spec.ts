import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Machines } from '../../fixtures/playwright/machines.ts';

const SIRETS = ['73282932000074', '81263740300013'] as const;

const BATCH = ['batch', '--input', 'roster.csv', '--queue'];

test.beforeEach(async ({ folder }) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS.join('\n')}\n`);
});

test('a roster is queued in words and as JSON, and what is there already is said', async ({
  on,
  portal,
}) => {
  const login = portal.administrator.login.toLowerCase();
  const first = await on('one', [...BATCH, '--json']);
  expect(first.exitCode, first.stderr).toBe(0);
  expect(JSON.parse(first.stdout)).toEqual({
    account: { portal: new URL(portal.url).host, login },
    queued: SIRETS,
    known: [],
  });
  const second = await on('one', BATCH);
  expect(second.exitCode, second.stderr).toBe(0);
  expect(second.stdout).toBe(
    `Queued: 0 SIRETs.\nIn the queue already: 2 SIRETs.\n${SIRETS.map(
      (siret) => `  ${siret}: waiting, ${login}\n`,
    ).join('')}`,
  );
  expect(portal.arrivals()).toEqual([]);
});

test('a worker enrols what is queued, another finds it done, and no table holds a secret', async ({
  on,
  portal,
  folder,
  server,
  schema,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS[0]}\n`);
  await on('one', BATCH);
  const worked = await on('two', ['worker', '--once']);
  expect(worked.exitCode, worked.stderr).toBe(0);
  expect(worked.stderr).not.toContain('LEAK_FOUND');
  const { accounts, connections, writes } = portal.truth();
  expect([accounts.length, connections.length, writes]).toEqual([1, 1, 2]);
  const listed = await on('one', ['queue', 'list', '--json']);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    accounts: [{ counts: { waiting: 0, running: 0, done: 1, failed: 0, parked: 0 } }],
    workers: [],
    rows: [{ siret: SIRETS[0], state: 'done' }],
  });

  await on('one', BATCH);
  const again = await on('three', ['worker', '--once']);
  expect(again.exitCode, again.stderr).toBe(0);
  expect(portal.truth().writes).toBe(2);

  const stored = await server.textsIn([schema, `${schema}_jobs`]);
  expect(stored).toContain(accounts[0]?.login);
  for (const secret of [
    ...accounts.map(({ password }) => password),
    portal.administrator.password,
    portal.administrator.totpSecret,
    new URL(server.url(schema)).password,
  ]) {
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

test('a refused password pauses the account, and the list says what to type', async ({
  on,
  portal,
}) => {
  await on('one', BATCH);
  const wrong = { CHORUS_PASSWORD: 'Mistyped-0000' };
  const refused = await on('two', ['worker', '--once'], wrong);
  expect(refused.exitCode, refused.stderr).toBe(4);
  const resume = `raccord queue resume --account ${portal.administrator.login.toLowerCase()}`;
  expect(refused.stderr).toContain('PASSWORD_REFUSED');
  expect(refused.stderr).toContain(resume);

  // No worker tries the password again.
  const idle = await on('three', ['worker', '--once'], wrong);
  expect(idle.exitCode, idle.stderr).toBe(0);
  expect(portal.arrivals().filter(({ method }) => method === 'POST')).toHaveLength(1);

  const listed = await on('one', ['queue', 'list']);
  expect(listed.stdout).toMatch(/paused since \S+: PASSWORD_REFUSED/u);
  expect(listed.stdout).toContain(`Next: ${resume}`);
  expect((await on('one', ['queue', 'resume'])).stdout).toContain('may be taken again');
  const { accounts } = JSON.parse((await on('one', ['queue', 'list', '--json'])).stdout) as {
    accounts: { pause?: object }[];
  };
  expect(accounts[0]?.pause).toBeUndefined();
});

test('an account that a person paused is left alone until it is resumed', async ({
  on,
  portal,
}) => {
  await on('one', BATCH);
  expect((await on('one', ['queue', 'pause'])).exitCode).toBe(0);
  expect((await on('two', ['worker', '--once'])).exitCode).toBe(0);
  expect(portal.arrivals()).toEqual([]);
});

test('a machine that computes no codes leaves an account to the one where a person signed in @whole', async ({
  on,
  portal,
  folder,
  server,
  schema,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRETS[0]}\n`);
  await on('one', BATCH);
  const noCodes = { CHORUS_TOTP_SECRET: '' };
  const without = await on('two', ['worker', '--once'], noCodes);
  expect(without.exitCode, without.stderr).toBe(0);
  expect(without.stderr).toContain('raccord sign-in');
  expect(portal.arrivals()).toEqual([]);

  await on('two', ['sign-in'], noCodes);
  expect(await pinIn(on)).toBe(hostname());
  // As if a person had signed in on another machine since.
  await server.asSuperuser(schema, (client) =>
    client.query("update queue_accounts set pinned_to = 'elsewhere'"),
  );
  await on('two', ['worker', '--once'], noCodes);
  expect(portal.truth().writes).toBe(0);

  await on('two', ['sign-in'], noCodes);
  const worked = await on('two', ['worker', '--once'], noCodes);
  expect(worked.exitCode, worked.stderr).toBe(0);
  expect(portal.truth().accounts).toHaveLength(1);
});

test('without a database there is no queue', async ({ on }) => {
  for (const args of [BATCH, ['worker'], ['queue', 'list']]) {
    const refused = await on('one', args, { RACCORD_DATABASE_URL: '' });
    expect(refused.exitCode, args.join(' ')).toBe(2);
    expect(refused.stderr).toContain('RACCORD_DATABASE_URL');
  }
});

/** The host that the queue's one account is pinned to. */
async function pinIn(on: Machines['on']): Promise<string | undefined> {
  const { stdout } = await on('one', ['queue', 'list', '--json']);
  const { accounts } = JSON.parse(stdout) as { accounts: { pinnedTo?: string }[] };
  return accounts[0]?.pinnedTo;
}
