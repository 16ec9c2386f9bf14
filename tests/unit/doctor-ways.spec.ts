import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig } from '../../src/config/config.ts';
import { checkWays } from '../../src/doctor/ways.ts';

const PROXY = 'http://proxy.example.fr:3128';

const VARIABLES = {
  HTTPS_PROXY: 'http://jean:s3cret-w0rd@proxy.example.fr:3128',
  NO_PROXY: '.inner.example.fr',
  RACCORD_VAULT_URL: 'https://vault.inner.example.fr:8200/',
  RACCORD_WEBHOOK_URL: 'https://hooks.example.com/T0/s3cret-path',
  RACCORD_PING_URL: 'https://hc-ping.com/s3cret-check',
  RACCORD_SMTP_URL: 'smtp://ops:s3cret-mail@mail.inner.example.fr:587',
  RACCORD_NOTIFY_TO: 'ops@example.fr',
  RACCORD_NOTIFY_FROM: 'raccord@example.fr',
};

function waysOf(variables: Record<string, string>) {
  const needs = { portal: true, notifications: true } as const;
  const config = loadConfig({ CHORUS_ENV: 'production', ...variables }, '/nowhere', needs);
  return checkWays(config, variables).map(({ name, result, found }) => [name, result, found]);
}

test('doctor says which way each host is reached, without any password', () => {
  const ways = waysOf(VARIABLES);
  expect(ways).toEqual([
    ['way-portal', 'good', `portail.chorus-pro.gouv.fr → ${PROXY} →`],
    ['way-identity-provider', 'good', `*.chorus-pro.gouv.fr → ${PROXY} →`],
    ['way-token', 'good', `oauth.piste.gouv.fr → ${PROXY} →`],
    ['way-api', 'good', `api.piste.gouv.fr → ${PROXY} →`],
    ['way-vault', 'good', 'vault.inner.example.fr:8200 →'],
    ['way-webhook', 'good', `hooks.example.com → ${PROXY} →`],
    ['way-mail', 'good', 'mail.inner.example.fr:587 →'],
    ['way-ping', 'good', `hc-ping.com → ${PROXY} →`],
  ]);
  expect(JSON.stringify(ways)).not.toContain('s3cret');
});

test('without a proxy each is reached directly', () => {
  expect(waysOf({}).map(([, , found]) => found)).toEqual([
    ...['portail.chorus-pro.gouv.fr →', '*.chorus-pro.gouv.fr →'],
    ...['oauth.piste.gouv.fr →', 'api.piste.gouv.fr →'],
  ]);
});

test('a file of private authorities that Node cannot use is a mistake', async ({ folder }) => {
  const file = join(folder, 'authorities.pem');
  const check = () => waysOf({ NODE_EXTRA_CA_CERTS: file }).at(-1);
  expect(check()).toMatchObject(['authorities', 'mistake', expect.stringContaining('ENOENT')]);
  await writeFile(file, 'no certificate');
  expect(check()).toEqual(['authorities', 'mistake', 'NODE_EXTRA_CA_CERTS: 0']);
  await writeFile(file, rootCertificates.slice(0, 2).join('\n'));
  expect(check()).toEqual(['authorities', 'good', 'NODE_EXTRA_CA_CERTS: 2']);
});

test('private authorities in .env, where Node does not read them, are refused', async ({
  folder,
}) => {
  await writeFile(join(folder, '.env'), 'NODE_EXTRA_CA_CERTS=/x.pem\n');
  expect(() => loadConfig({}, folder)).toThrow('CONFIG_INVALID');
  expect(() => loadConfig({ NODE_EXTRA_CA_CERTS: '/x.pem' }, folder)).not.toThrow();
});
