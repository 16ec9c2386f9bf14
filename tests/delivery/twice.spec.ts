import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHooked } from '../../fixtures/playwright/raccord-process.ts';
import { TOKEN } from '../../fixtures/vault-server/vault-server.ts';
import { expect, ONE, test, TWO } from './delivery-fixtures.ts';

test.describe.configure({ timeout: 120_000 });

/** Dies when all sinks have the credential and the ledger is about to say so. */
const KILLED_BEFORE_THE_ROW = { RACCORD_SIGNAL: 'SIGKILL', RACCORD_SIGNAL_BEFORE: 'delivered' };

test('killed between a hook’s success and its row, the hook gets the same credential once more', async ({
  folder,
  variables,
  capture,
  onLedger,
  raccord,
}) => {
  const id = await capture(ONE);
  const hook = { RACCORD_DELIVER_HOOK: `cat >> ${folder}/got` };
  const environment = { ...variables, ...hook, ...KILLED_BEFORE_THE_ROW };
  const killed = await startHooked('row-hook', ['deliver'], { folder, environment }).finished;
  expect(killed.exitCode, killed.stderr).toBe(null);
  expect(await idsIn(join(folder, 'got'))).toEqual([id]);
  expect(await onLedger((ledger) => ledger.deliveries.all())).toEqual([]);

  expect((await raccord(['deliver'], hook)).exitCode).toBe(0);
  expect(await idsIn(join(folder, 'got'))).toEqual([id, id]);
  const again = await raccord(['deliver', '--json'], hook);
  expect(JSON.parse(again.stdout)).toMatchObject({ deliveries: [] });
  expect(await idsIn(join(folder, 'got'))).toEqual([id, id]);
});

test('killed between Vault’s answer and its row, the secret gets no second version', async ({
  folder,
  variables,
  capture,
  vaultServer,
  onLedger,
  raccord,
}) => {
  await capture(ONE);
  const vault = { RACCORD_VAULT_URL: vaultServer.url, RACCORD_VAULT_TOKEN: TOKEN };
  const environment = { ...variables, ...vault, ...KILLED_BEFORE_THE_ROW };
  const killed = await startHooked('row-hook', ['deliver'], { folder, environment }).finished;
  expect(killed.exitCode, killed.stderr).toBe(null);
  expect(vaultServer.secrets.get(`secret/raccord/${ONE}`)).toHaveLength(1);
  expect(await onLedger((ledger) => ledger.deliveries.all())).toEqual([]);

  expect((await raccord(['deliver'], vault)).exitCode).toBe(0);
  expect(vaultServer.secrets.get(`secret/raccord/${ONE}`)).toHaveLength(1);
  expect(await onLedger((ledger) => ledger.deliveries.all())).toMatchObject([
    { siret: ONE, outcome: 'delivered' },
  ]);
});

test('of two at once one delivers, and the other says who does', async ({
  folder,
  capture,
  raccord,
  start,
}) => {
  test.skip(process.platform === 'win32', 'mkfifo is not there');
  const id = await capture(ONE);
  const [got, taken, gate] = ['got', 'taken', 'gate'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  execFileSync('mkfifo', [gate]);
  // It has taken the credential, and goes on only when it is let through.
  const hook = {
    RACCORD_DELIVER_HOOK: `cat >> ${got}; echo taken > ${taken}; read line < ${gate}`,
  };
  const first = start(['deliver'], hook);
  await expect
    .poll(() => readFile(taken, 'utf8').catch(() => ''), { timeout: 60_000 })
    .toBe('taken\n');
  const second = await raccord(['deliver'], hook);
  expect(second.exitCode).toBe(2);
  expect(second.stderr).toMatch(new RegExp(`HOME_LOCKED[^]*pid ${first.pid} `, 'u'));
  await writeFile(gate, 'go\n');
  const { exitCode, stderr } = await first.finished;
  expect(exitCode, stderr).toBe(0);
  expect(await idsIn(got)).toEqual([id]);
});

test('a password that is renewed while another is handed over is not handed over any more', async ({
  folder,
  capture,
  doubtReset,
  onLedger,
  raccord,
  start,
}) => {
  test.skip(process.platform === 'win32', 'mkfifo is not there');
  const id = await capture(ONE);
  await capture(TWO);
  const [got, taken, gate] = [join(folder, 'got'), join(folder, 'taken'), join(folder, 'gate')];
  execFileSync('mkfifo', [gate]);
  const first = start(['deliver'], {
    RACCORD_DELIVER_HOOK: `cat >> ${got}; echo taken > ${taken}; read line < ${gate}`,
  });
  await expect
    .poll(() => readFile(taken, 'utf8').catch(() => ''), { timeout: 60_000 })
    .toBe('taken\n');
  await doubtReset(TWO);
  const login = `TECH_1_${TWO}@cpro.fr`;
  const found = { name: login, state: 'Actif', expiresOn: '2029-01-21' };
  await onLedger((ledger) =>
    ledger.record(TWO, { login }, { kind: 'confirmed', found, by: 'person' }),
  );
  await writeFile(gate, 'go\n');
  const { exitCode, stderr } = await first.finished;
  expect(exitCode, stderr).toBe(0);
  expect(await idsIn(got)).toEqual([id]);
  const next = await raccord(['deliver', '--dry-run'], {
    RACCORD_DELIVER_HOOK: `cat >> ${got}`,
  });
  expect(next.stdout).toContain(TWO);
});

/** Which credentials a hook was handed, one a line. */
async function idsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { credentialId: string }).credentialId);
}
