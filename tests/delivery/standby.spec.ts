import {
  ROLE,
  startVault,
  TOKEN,
  type StandInVault,
} from '../../fixtures/vault-server/vault-server.ts';
import { expect, ONE, test as base } from './delivery-fixtures.ts';

/** A cluster: a standby redirects to the active node, as the documented API has it. */
const test = base.extend<{ active: StandInVault }>({
  active: async ({}, use) => {
    const server = await startVault();
    await use(server);
    await server.close();
  },
});

test.describe.configure({ timeout: 120_000 });

for (const access of [
  { RACCORD_VAULT_TOKEN: TOKEN },
  { RACCORD_VAULT_ROLE_ID: ROLE.roleId, RACCORD_VAULT_SECRET_ID: ROLE.secretId },
] as Record<string, string>[]) {
  test(`a standby’s redirect to the same host is followed with ${Object.keys(access).join(' and ')}`, async ({
    capture,
    vaultServer: standby,
    active,
    raccord,
  }) => {
    const id = await capture(ONE);
    standby.state.redirect = active.url;
    const environment = { RACCORD_VAULT_URL: standby.url, ...access };
    const { exitCode, stderr } = await raccord(['deliver'], environment);
    expect(exitCode, stderr).toBe(0);
    expect(active.secrets.get(`secret/raccord/${ONE}`)).toMatchObject([{ credentialId: id }]);
    expect(standby.secrets.size).toBe(0);
    const asked = active.asked.filter(({ path }) => path.includes('/data/'));
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
    expect(asked.every(({ token }) => token === TOKEN)).toBe(true);
  });
}

test('another host gets neither token nor password until it is allowed', async ({
  capture,
  vaultServer: standby,
  active,
  raccord,
}) => {
  await capture(ONE);
  const { port } = new URL(active.url);
  standby.state.redirect = `http://localhost:${port}`;
  const environment = { RACCORD_VAULT_URL: standby.url, RACCORD_VAULT_TOKEN: TOKEN };
  const refused = await raccord(['deliver', '--json'], environment);
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toContain(
    `redirects to localhost:${port}, which RACCORD_VAULT_ALLOWED_HOSTS does not allow`,
  );
  expect(active.asked).toEqual([]);
  const allowed = { ...environment, RACCORD_VAULT_ALLOWED_HOSTS: 'localhost' };
  const { exitCode, stderr } = await raccord(['deliver'], allowed);
  expect(exitCode, stderr).toBe(0);
  expect(active.secrets.get(`secret/raccord/${ONE}`)).toHaveLength(1);
});

test('servers that send to each other are left after two hops, and what is pending stays so', async ({
  capture,
  vaultServer: standby,
  active: other,
  raccord,
}) => {
  await capture(ONE);
  standby.state.redirect = other.url;
  other.state.redirect = standby.url;
  const environment = { RACCORD_VAULT_URL: standby.url, RACCORD_VAULT_TOKEN: TOKEN };
  const { exitCode, stdout } = await raccord(['deliver', '--json'], environment);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ summary: { delivered: 0, failed: 1 } });
  expect(standby.asked.length + other.asked.length).toBe(3);
  other.state.redirect = undefined;
  expect((await raccord(['deliver'], environment)).exitCode).toBe(0);
});
