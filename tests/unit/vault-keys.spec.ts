import { chmod, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { join } from 'node:path';
import {
  findFingerprintKey,
  findRecipients,
  readIdentity,
  validRecipients,
} from '../../src/credentials/keys/key-files.ts';
import { encrypt } from '../../src/credentials/vault/sealed-file.ts';
import { expect, modeOf, newKeys, stillClock, test } from './vault-fixtures.ts';

test('a key pair is made on first use, and told of once', async ({ folder }) => {
  const options = { configured: [], home: join(folder, 'home'), clock: stillClock };
  const path = join(folder, 'home', 'identity.age-key');
  const before = process.umask(0o000);
  const first = await findRecipients(options).finally(() => process.umask(before));
  expect(first.identityMade).toBe(path);
  expect(await modeOf(path)).toBe('600');
  const [recipient] = first.recipients;
  expect((await readFile(path, 'utf8')).split('\n')).toEqual([
    '# created: 2026-11-23T14:05:01.250Z',
    `# public key: ${recipient ?? ''}`,
    expect.stringMatching(/^AGE-SECRET-KEY-1[0-9A-Z]+$/u),
    '',
  ]);
  expect(await findRecipients(options)).toEqual({ recipients: first.recipients });
});

test('sealing goes on to the same key once the private half was moved away', async ({ folder }) => {
  const options = { configured: [], home: folder, clock: stillClock };
  const first = await findRecipients(options);
  await rename(join(folder, 'identity.age-key'), join(folder, 'elsewhere'));
  expect(await findRecipients(options)).toEqual({ recipients: first.recipients });
});

test('an identity put in the home folder is sealed to', async ({ folder, keys }) => {
  const path = join(folder, 'identity.age-key');
  await writeFile(path, `# mine\r\n${keys.identity.keys[0]?.reveal() ?? ''}\r\n`, { mode: 0o600 });
  const options = { configured: [], home: folder, clock: stillClock };
  expect(await findRecipients(options)).toEqual({ recipients: [keys.recipient] });
});

test('configured recipients are sealed to, and no key pair is made', async ({ folder, keys }) => {
  const second = await newKeys();
  const configured = [keys.recipient, ` ${second.recipient} `, keys.recipient];
  const found = await findRecipients({ configured, home: folder, clock: stillClock });
  expect(found).toEqual({ recipients: [keys.recipient, second.recipient] });
  await expect(readIdentity(join(folder, 'identity.age-key'))).rejects.toMatchObject({
    code: 'IDENTITY_MISSING',
  });
});

test('a list of recipients that was emptied is an error, and no new pair takes its place', async ({
  folder,
}) => {
  const options = { configured: [], home: folder, clock: stillClock };
  await findRecipients(options);
  await rename(join(folder, 'identity.age-key'), join(folder, 'elsewhere'));
  for (const emptied of ['', '# age1…\n']) {
    await writeFile(join(folder, 'recipients.age-pub'), emptied);
    await expect(findRecipients(options)).rejects.toMatchObject({ code: 'RECIPIENTS_MISSING' });
  }
});

test('nothing is sealed to nobody', async () => {
  await expect(encrypt([], 'a secret')).rejects.toThrow('without a recipient');
});

test('two processes that start at once agree on one key pair', async ({ folder }) => {
  const options = { configured: [], home: folder, clock: stillClock };
  const [one, two] = await Promise.all([findRecipients(options), findRecipients(options)]);
  expect(one.recipients).toEqual(two.recipients);
  expect([one.identityMade, two.identityMade].filter((made) => made !== undefined)).toHaveLength(1);
});

for (const bad of ['', 'age1', 'age1qqqq', 'ssh-ed25519 AAAA', 'someone@example.org']) {
  test(`"${bad}" is no recipient`, async ({ keys }) => {
    await expect(validRecipients([keys.recipient, bad])).rejects.toMatchObject({
      code: 'RECIPIENT_INVALID',
      details: { recipient: bad },
    });
  });
}

test('a private key given as a recipient is not repeated', async ({ keys }) => {
  const key = keys.identity.keys[0]?.reveal() ?? '';
  const error: unknown = await validRecipients([key]).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'RECIPIENT_INVALID' });
  expect(inspect(error, { depth: 9 })).not.toContain(key.slice(20));
});

test('a private key file that others may read is refused', async ({ folder }) => {
  const { identityMade = '' } = await findRecipients({
    configured: [],
    home: folder,
    clock: stillClock,
  });
  await chmod(identityMade, 0o640);
  await expect(readIdentity(identityMade)).rejects.toMatchObject({
    code: 'FILE_TOO_OPEN',
    details: { path: identityMade, mode: '0640' },
  });
});

test('a file without a key in it is no identity', async ({ folder }) => {
  const path = join(folder, 'identity');
  for (const text of ['', '# nothing\n', 'AGE-SECRET-KEY-1NOTONE\n']) {
    await writeFile(path, text, { mode: 0o600 });
    await expect(readIdentity(path)).rejects.toMatchObject({
      code: 'IDENTITY_MISSING',
      details: { path },
    });
  }
});

test('the fingerprint key is made on first use and then stays', async ({ folder }) => {
  const home = join(folder, 'home');
  const key = await findFingerprintKey(home);
  expect(key).toHaveLength(32);
  expect(await findFingerprintKey(home)).toEqual(key);
  const path = join(home, 'fingerprint.key');
  expect(await modeOf(path)).toBe('600');
  await chmod(path, 0o604);
  await expect(findFingerprintKey(home)).rejects.toMatchObject({ code: 'FILE_TOO_OPEN' });
  await unlink(path);
  await writeFile(path, 'short', { mode: 0o600 });
  await expect(findFingerprintKey(home)).rejects.toMatchObject({
    code: 'VAULT_DAMAGED',
    details: { file: path },
  });
});
