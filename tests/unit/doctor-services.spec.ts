import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { startVault, TOKEN, type StandInVault } from '../../fixtures/vault-server/vault-server.ts';
import { loadConfig, type LocalConfig } from '../../src/config/config.ts';
import { checkServices, type EnabledChecks } from '../../src/doctor/services.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { expect, test as base } from './notify-fixtures.ts';

interface Place {
  readonly vault: StandInVault;
  /** What doctor says of the services that these variables configure. */
  readonly services: (
    variables: Record<string, string>,
    trials?: Partial<EnabledChecks>,
  ) => Promise<[name: string, result: string, found: string][]>;
}

const test = base.extend<Place>({
  vault: async ({}, use) => {
    const vault = await startVault();
    await use(vault);
    await vault.close();
  },
  services: async ({ folder }, use) => {
    await use(async (variables, trials) => {
      const config: LocalConfig = loadConfig(variables, folder, {
        ...{ notifications: true, deliveries: true, piste: 'if-given' },
      });
      const checks = await checkServices(
        config,
        { notify: false, deliver: false, api: false, ...trials },
        {
          ...{ redactor: new Redactor(), texts: textsFor('en') },
          piste: () => {
            throw new Error('the API is not asked');
          },
        },
      );
      return checks.map(({ name, result, found }) => [name, result, found]);
    });
  },
});

function mailVariables(port: number): Record<string, string> {
  return {
    RACCORD_SMTP_URL: `smtp://127.0.0.1:${String(port)}`,
    RACCORD_NOTIFY_TO: 'ops@exemple.fr',
    RACCORD_NOTIFY_FROM: 'raccord@exemple.fr',
  };
}

async function folderVariables(path: string): Promise<Record<string, string>> {
  const recipient = await identityToRecipient(await generateX25519Identity());
  return { RACCORD_DELIVER_FOLDER: path, RACCORD_DELIVER_RECIPIENTS: recipient };
}

test('without its flag a service is named with its host, and nobody is asked', async ({
  services,
  webSink,
  mailSink,
  vault,
}) => {
  const [web, mail] = [await webSink(), await mailSink()];
  const found = await services({
    ...mailVariables(mail.port),
    RACCORD_WEBHOOK_URL: `${web.url}/hooks/T0K3N-abcdefghijklmnop`,
    RACCORD_PING_URL: `${web.url}/0f3c8a2e-aaaa-4bbb-8ccc-1234567890ab`,
    ...{ RACCORD_VAULT_URL: vault.url, RACCORD_VAULT_TOKEN: TOKEN },
  });
  expect(found).toEqual([
    ['mail', 'not-looked', `127.0.0.1:${String(mail.port)} (--notify)`],
    ['webhook', 'not-looked', `${new URL(web.url).host} (--notify)`],
    ['ping', 'not-looked', `${new URL(web.url).host} (--notify)`],
    ['sink-vault', 'not-looked', expect.stringContaining('(--deliver)')],
  ]);
  expect([...mail.mails, ...web.posts, ...vault.asked]).toEqual([]);
});

test('--notify sends a mail, a webhook and a log line that say they are a test', async ({
  services,
  webSink,
  mailSink,
}) => {
  const [web, mail] = [await webSink([200]), await mailSink()];
  const found = await services(
    {
      ...mailVariables(mail.port),
      RACCORD_WEBHOOK_URL: `${web.url}/hook`,
      RACCORD_PING_URL: `${web.url}/check`,
    },
    { notify: true },
  );
  expect(found.map(([name, result]) => `${name} ${result}`)).toEqual([
    'mail good',
    'webhook good',
    'ping good',
  ]);
  expect(mail.mails[0]?.source).toMatch(/^Subject: .*TEST/mu);
  expect(mail.mails[0]?.source).toMatch(/nothing to do/u);
  const posts = new Map(web.posts.map(({ path, body }) => [path, body]));
  expect(JSON.parse(posts.get('/hook') ?? '')).toMatchObject({
    event: 'test',
    text: expect.stringContaining('No run started or ended'),
  });
  expect(posts.get('/check/log')).toBe('raccord doctor --notify: a test');
});

test('what does not arrive is a mistake with its reason, without the address', async ({
  services,
  webSink,
  mailSink,
}) => {
  const token = 'T0K3N-abcdefghijklmnop';
  const web = await webSink([404]);
  const mail = await mailSink({ answer: (command) => (command === '' ? '554 no' : undefined) });
  const found = await services(
    { ...mailVariables(mail.port), RACCORD_WEBHOOK_URL: `${web.url}/hooks/${token}` },
    { notify: true },
  );
  expect(found).toEqual([
    ['mail', 'mistake', expect.stringContaining('554')],
    ['webhook', 'mistake', `${new URL(web.url).host}: HTTP 404`],
  ]);
  expect(JSON.stringify(found)).not.toContain(token);
});

test('a trial of what is not configured is a mistake', async ({ services }) => {
  expect(await services({}, { notify: true, deliver: true, api: true })).toEqual([
    ['mail', 'mistake', expect.stringContaining('RACCORD_SMTP_URL')],
    ['sink-folder', 'mistake', expect.stringContaining('RACCORD_DELIVER_FOLDER')],
    ['api', 'mistake', 'CHORUS_PISTE_CLIENT_ID, CHORUS_PISTE_CLIENT_SECRET: missing'],
  ]);
});

test('a folder is written to and left as it was, there or not', async ({ services, folder }) => {
  const path = join(folder, 'handed-over');
  const variables = await folderVariables(path);
  expect(await services(variables, { deliver: true })).toEqual([
    ['sink-folder', 'good', `${path}: write, delete`],
  ]);
  expect(await readdir(folder)).toEqual([]);
  await writeFile(path, 'a file in its place');
  expect(await services(variables, { deliver: true })).toEqual([
    ['sink-folder', 'mistake', expect.stringContaining(path)],
  ]);
});

test('Vault is asked what the token may do, and read; nothing is written', async ({
  services,
  vault,
}) => {
  const variables = { RACCORD_VAULT_URL: vault.url, RACCORD_VAULT_TOKEN: TOKEN };
  const place = 'secret/data/raccord/00000000000001';
  const probe = () => services(variables, { deliver: true });
  expect(await probe()).toEqual([['sink-vault', 'good', `${place}: may write, read`]]);
  vault.state.canRead = false;
  expect(await probe()).toEqual([['sink-vault', 'good', `${place}: may write`]]);
  vault.state.canWrite = false;
  expect(await probe()).toEqual([['sink-vault', 'mistake', expect.stringContaining('forbids')]]);
  const token = 'hvs.not-the-right-one-0002';
  const wrong = await services({ ...variables, RACCORD_VAULT_TOKEN: token }, { deliver: true });
  expect(wrong).toEqual([['sink-vault', 'mistake', expect.stringContaining('403')]]);
  expect(JSON.stringify(wrong)).not.toContain(token);
  vault.state.canRead = true;
  vault.state.canWrite = true;
  const elsewhere = { ...variables, RACCORD_VAULT_MOUNT: 'kv' };
  expect(await services(elsewhere, { deliver: true })).toEqual([
    ['sink-vault', 'mistake', expect.stringContaining('no handler for route')],
  ]);
  expect(vault.secrets.size).toBe(0);
  expect(vault.asked.map(({ method, path }) => `${method} ${path}`)).not.toContain(
    `POST /v1/${place}`,
  );
});

test('a hook is read by the shell and not run', async ({ services, folder }) => {
  const mark = join(folder, 'ran');
  const probe = (line: string) => services({ RACCORD_DELIVER_HOOK: line }, { deliver: true });
  expect(await probe(`touch ${mark}; cat`)).toEqual([
    ['sink-hook', 'not-looked', '/bin/sh -n; command -v'],
  ]);
  expect(await probe('if true; then')).toEqual([['sink-hook', 'mistake', expect.any(String)]]);
  expect(await probe('no-such-program-7 --store')).toEqual([
    ['sink-hook', 'mistake', expect.stringContaining('command not found')],
  ]);
  expect(await readdir(folder)).toEqual([]);
});
