import { inspect } from 'node:util';
import { mergeTests } from '@playwright/test';
import { CutProxy } from '../../fixtures/playwright/cut-proxy.ts';
import { test as onServer } from '../../fixtures/playwright/shared-database.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { expect, start, test as inProcess, unusable } from '../faults/durability-process.ts';

/** An address that leads to this machine and does not say so: what leads there goes over TLS. */
const ELSEWHERE = '0.0.0.0';

/** What `openssl` writes into a certificate for that address, and for another one. */
const FOR_IT = `IP:${ELSEWHERE}`;
const FOR_ANOTHER = 'DNS:localhost';

const PASSWORD = 'n0t-to-be-heard';

const test = mergeTests(inProcess, onServer);

test.skip(process.platform !== 'linux', 'elsewhere 0.0.0.0 does not lead to this machine');

test('a server elsewhere that has no TLS is told no name and no password', async ({
  server,
  schema,
}) => {
  const way = await CutProxy.to(server.port);
  const url = addressAt(server.url(schema, 'somebody', PASSWORD), way.port);
  const error = await refusalOf(url);
  expect(error).toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    details: { reason: 'The server does not support SSL connections' },
  });
  // The request for TLS, which is 8 bytes, and nothing else.
  expect(way.heard).toHaveLength(8);
  expect(inspect(error, { depth: null })).not.toContain(PASSWORD);
  await way.close();
});

for (const [what, address, isTrusted, outcome] of [
  ['that nobody vouches for', FOR_IT, false, 'DATABASE_UNREACHABLE'],
  ['for another address', FOR_ANOTHER, true, 'DATABASE_UNREACHABLE'],
  ['that an authority in NODE_EXTRA_CA_CERTS vouches for', FOR_IT, true, 'opened'],
] as const) {
  test(`a server with a certificate ${what} is ${outcome === 'opened' ? 'taken' : 'refused'}`, async ({
    folder,
    server,
    schema,
  }) => {
    const missing = unusable('openssl', 'version');
    test.skip(missing !== undefined, missing);
    const files = server.makeCertificate(address);
    await server.stop();
    await server.start({ ssl: 'on', ...files });
    try {
      const script = `
        import { systemClock as clock } from './src/domain/clock.js';
        import { Secret } from './src/secrets/secret.js';
        import { openLedger } from './src/ledger/ledger.js';
        const url = new Secret('${addressAt(server.url(schema), server.port)}');
        const opened = openLedger({ url, portal: 'portail.example', runId: 'run-1', clock });
        const outcome = opened.then((ledger) => ledger.close().then(() => 'opened'), ({ code }) => code);
        console.log(await outcome);`;
      const trusting = isTrusted ? ['env', `NODE_EXTRA_CA_CERTS=${files.ssl_cert_file}`] : [];
      const { output } = await start(folder, script, trusting).result;
      expect(output).toBe(`${outcome}\n`);
    } finally {
      await server.stop();
      await server.start();
    }
  });
}

function addressAt(url: string, port: number): string {
  return url.replace(/127\.0\.0\.1:\d+/u, `${ELSEWHERE}:${port}`);
}

function refusalOf(url: string): Promise<unknown> {
  const place = { portal: 'portail.example', runId: 'run-1', clock: systemClock };
  return openLedger({ url: new Secret(url), ...place }).then(
    () => undefined,
    (error: unknown) => error,
  );
}
