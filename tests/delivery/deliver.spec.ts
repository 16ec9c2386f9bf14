import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { armor, Decrypter } from 'age-encryption';
import { ROLE, TOKEN } from '../../fixtures/vault-server/vault-server.ts';
import { expect, ONE, passwordOf, test, TWO } from './delivery-fixtures.ts';

/** What each sink is handed of a captured credential. */
function documentOf(siret: typeof ONE, credentialId: string) {
  return {
    siret,
    login: `TECH_1_${siret}@cpro.fr`,
    password: passwordOf(siret),
    capturedAt: expect.any(String) as unknown,
    expiresOn: '2028-01-21',
    credentialId,
  };
}

test('a folder gets an age file for each SIRET, which a later credential replaces', async ({
  folder,
  key,
  capture,
  raccord,
}) => {
  await capture(ONE);
  const environment = {
    RACCORD_DELIVER_FOLDER: 'keys',
    RACCORD_DELIVER_RECIPIENTS: key.recipient,
  };
  expect((await raccord(['deliver'], environment)).exitCode).toBe(0);
  const later = await capture(ONE);
  const { stdout, exitCode } = await raccord(['deliver', '--json'], environment);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    deliveries: [{ siret: ONE, outcome: 'delivered' }],
    summary: { delivered: 1, failed: 0, pending: 0 },
  });
  const file = join(folder, 'keys', `${ONE}.age`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const decrypter = new Decrypter();
  decrypter.addIdentity(key.secret);
  const text = await decrypter.decrypt(armor.decode(await readFile(file, 'utf8')), 'text');
  expect(JSON.parse(text)).toEqual(documentOf(ONE, later));
  const again = await raccord(['deliver'], environment);
  expect(again).toMatchObject({ exitCode: 0, stdout: '' });
});

for (const access of [
  { RACCORD_VAULT_TOKEN: TOKEN },
  { RACCORD_VAULT_ROLE_ID: ROLE.roleId, RACCORD_VAULT_SECRET_ID: ROLE.secretId },
] as Record<string, string>[]) {
  test(`a Vault server gets it with ${Object.keys(access).join(' and ')}`, async ({
    capture,
    vaultServer,
    raccord,
  }) => {
    const id = await capture(ONE);
    const { exitCode, stderr } = await raccord(['deliver'], {
      RACCORD_VAULT_URL: vaultServer.url,
      RACCORD_VAULT_NAMESPACE: 'team/chorus',
      ...access,
    });
    expect(exitCode, stderr).toBe(0);
    expect(vaultServer.secrets.get(`secret/raccord/${ONE}`)).toEqual([documentOf(ONE, id)]);
    const reads = vaultServer.asked.filter(({ method }) => method === 'GET');
    expect(reads).toHaveLength(2);
    expect(vaultServer.asked.every(({ namespace }) => namespace === 'team/chorus')).toBe(true);
  });
}

test('each refusal of a Vault server is told apart, and mended ones are delivered later', async ({
  capture,
  vaultServer,
  raccord,
}) => {
  test.setTimeout(180_000);
  await capture(ONE);
  const environment = { RACCORD_VAULT_URL: vaultServer.url, RACCORD_VAULT_TOKEN: TOKEN };
  const failing = async (words: RegExp, more = {}): Promise<void> => {
    const { exitCode, stdout } = await raccord(['deliver', '--json'], { ...environment, ...more });
    expect(exitCode).toBe(1);
    const { deliveries } = JSON.parse(stdout) as { deliveries: { message: string }[] };
    expect(deliveries[0]?.message).toMatch(words);
    expect(stdout).not.toContain(TOKEN);
  };
  const { state } = vaultServer;
  state.sealed = true;
  await failing(/sealed or not ready \(503\)/u);
  state.sealed = false;
  state.status = 500;
  await failing(/failed \(HTTP 500\)/u);
  delete state.status;
  state.canWrite = false;
  await failing(/forbids writing secret\/data\/raccord.*permission denied/u);
  state.canWrite = true;
  await failing(/nothing at kv\/data.*404/u, { RACCORD_VAULT_MOUNT: 'kv' });
  await failing(/refused role and secret.*invalid role/u, {
    RACCORD_VAULT_TOKEN: '',
    RACCORD_VAULT_ROLE_ID: ROLE.roleId,
    RACCORD_VAULT_SECRET_ID: 'wrong',
  });
  state.beforeWrite = () => vaultServer.secrets.set(`secret/raccord/${ONE}`, [{ other: 1 }]);
  await failing(/somebody else wrote/u);
  delete state.beforeWrite;
  state.redirect = 'http://active.example:8200';
  await failing(/redirects to active\.example:8200/u);
  delete state.redirect;
  state.canRead = false;
  expect((await raccord(['deliver'], environment)).exitCode).toBe(0);
  expect(vaultServer.secrets.get(`secret/raccord/${ONE}`)).toHaveLength(2);
});

test('a role’s token that runs out is replaced, and a role that is refused is asked once', async ({
  capture,
  vaultServer,
  raccord,
}) => {
  for (const siret of [ONE, TWO]) await capture(siret);
  const environment = {
    RACCORD_VAULT_URL: vaultServer.url,
    RACCORD_VAULT_ROLE_ID: ROLE.roleId,
    RACCORD_VAULT_SECRET_ID: ROLE.secretId,
  };
  const signIns = (): number =>
    vaultServer.asked.filter(({ path }) => path === '/v1/auth/approle/login').length;
  const wrong = { ...environment, RACCORD_VAULT_SECRET_ID: 'wrong' };
  expect((await raccord(['deliver'], wrong)).exitCode).toBe(1);
  expect(signIns()).toBe(1);

  // One credential is read, written and read back.
  vaultServer.state.tokenUses = 4;
  const delivered = await raccord(['deliver'], environment);
  expect(delivered.exitCode, delivered.stderr).toBe(0);
  for (const siret of [ONE, TWO]) {
    expect(vaultServer.secrets.get(`secret/raccord/${siret}`)).toHaveLength(1);
  }
  expect(signIns()).toBe(3);
});

test('a hook gets it on standard input alone, and one that failed is tried again', async ({
  folder,
  capture,
  onLedger,
  raccord,
  start,
}) => {
  test.skip(process.platform !== 'linux', 'looks into /proc');
  const id = await capture(ONE);
  const hook = join(folder, 'hook.sh');
  const line = `/bin/sh ${hook}`;
  await writeFile(hook, 'cat >&2; echo "broken" >&2; exit 3\n');
  const failed = await raccord(['deliver', '--json'], { RACCORD_DELIVER_HOOK: line });
  expect(failed.exitCode).toBe(1);
  expect(failed.stdout).toMatch(/exited with code 3, tried 3 times\. It said: .*broken/u);
  expect(failed.stdout + failed.stderr).not.toContain('w0rd');
  const [row] = await onLedger((ledger) => ledger.deliveries.all());
  expect(row).toMatchObject({ credentialId: id, outcome: 'failed' });
  expect(row?.message).not.toContain('w0rd');

  await writeFile(
    hook,
    `cat > ${folder}/in; tr '\\0' '\\n' < /proc/$$/environ > ${folder}/env
tr '\\0' '\\n' < /proc/$$/cmdline > ${folder}/argv; cat /proc/$PPID/cmdline >> ${folder}/argv\n`,
  );
  const passwords = { CHORUS_PASSWORD: 'administrators-own', RACCORD_DELIVER_HOOK: line };
  expect((await start(['deliver'], passwords).finished).exitCode).toBe(0);
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  expect(JSON.parse(await read('in'))).toEqual(documentOf(ONE, id));
  const seen = (await read('env')) + (await read('argv'));
  expect(seen).toContain('RACCORD_HOME=');
  expect(seen).not.toContain('w0rd');
  expect(seen).not.toContain('administrators-own');
});

test('a hook that takes too long is ended with its children', async ({
  folder,
  capture,
  raccord,
}) => {
  test.skip(process.platform !== 'linux', 'looks into /proc');
  await capture(ONE);
  const { exitCode, stdout } = await raccord(['deliver', '--json'], {
    RACCORD_DELIVER_HOOK: `sleep 300 & echo $! >> ${folder}/pids; wait`,
    RACCORD_DELIVER_HOOK_TIMEOUT: '1s',
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('stopped after 1 s, tried 3 times');
  const pids = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
  expect(pids).toHaveLength(3);
  for (const pid of pids) expect(await isRunning(pid)).toBe(false);
});

test('killed in the middle of a hook, it is delivered again and never lost', async ({
  folder,
  capture,
  onLedger,
  raccord,
  start,
}) => {
  const id = await capture(ONE);
  const hook = join(folder, 'hook.sh');
  const environment = { RACCORD_DELIVER_HOOK: `/bin/sh ${hook}` };
  const got = join(folder, 'got');
  // It has taken the credential, and raccord dies before it can write that down.
  await writeFile(hook, `cat >> ${got}; echo taken >> ${folder}/taken; sleep 2\n`);
  const running = start(['deliver'], environment);
  await expect
    .poll(() => readFile(join(folder, 'taken'), 'utf8').catch(() => ''), { timeout: 30_000 })
    .toBe('taken\n');
  running.kill('SIGKILL');
  await running.finished;
  expect(await onLedger((ledger) => ledger.deliveries.all())).toEqual([]);
  await writeFile(hook, `cat >> ${got}\n`);
  expect((await raccord(['deliver'], environment)).exitCode).toBe(0);
  const documents = (await readFile(got, 'utf8')).trim().split('\n');
  expect(documents.map((line) => JSON.parse(line) as unknown)).toEqual([
    documentOf(ONE, id),
    documentOf(ONE, id),
  ]);
});

test('one that fails stops neither other credentials nor other sinks', async ({
  folder,
  key,
  capture,
  raccord,
}) => {
  await capture(ONE);
  await capture(TWO);
  const { exitCode, stdout } = await raccord(['deliver', '--json'], {
    RACCORD_DELIVER_FOLDER: join(folder, 'keys'),
    RACCORD_DELIVER_RECIPIENTS: key.recipient,
    RACCORD_DELIVER_HOOK: `grep -q ${TWO}`,
  });
  expect(exitCode).toBe(1);
  const { deliveries, summary } = JSON.parse(stdout) as {
    deliveries: { siret: string; outcome: string; sink: string }[];
    summary: object;
  };
  expect(summary).toEqual({ delivered: 3, failed: 1, pending: 0 });
  expect(deliveries.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { siret: ONE, sink: expect.stringMatching(/^hook:/u) as unknown },
  ]);
});

test('without the private key nothing is delivered, and all that is pending is told', async ({
  folder,
  capture,
  raccord,
}) => {
  await capture(ONE);
  const environment = {
    RACCORD_IDENTITY: join(folder, 'elsewhere'),
    RACCORD_DELIVER_HOOK: `touch ${folder}/called`,
  };
  const { exitCode, stdout, stderr } = await raccord(['deliver', '--json'], environment);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('IDENTITY_MISSING');
  expect(JSON.parse(stdout)).toMatchObject({ summary: { pending: 1 } });
  await expect(stat(join(folder, 'called'))).rejects.toThrow('ENOENT');
  const dry = await raccord(['deliver', '--dry-run', '--json'], environment);
  expect(dry.exitCode).toBe(0);
  expect(JSON.parse(dry.stdout)).toMatchObject({
    deliveries: [{ siret: ONE, outcome: 'pending' }],
  });
});

test('a sink that is not configured, or not so named, is told', async ({ raccord }) => {
  const none = await raccord(['deliver']);
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain('RACCORD_DELIVER_HOOK: missing');
  const other = await raccord(['deliver', '--sink', 'vault'], { RACCORD_DELIVER_HOOK: 'true' });
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toMatch(/--sink vault: must be one of hook:/u);
});

/** One that nobody has waited for yet is dead all the same. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return status !== '' && !/^State:\s+[ZX]/mu.test(status);
}
