import { expect } from '@playwright/test';
import fc from 'fast-check';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig } from '../../src/config/config.ts';
import { dotEnvLine, dotEnvText, settingProblem } from '../../src/config/dot-env-text.ts';
import { readDotEnv } from '../../src/config/dot-env.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { settingsOf, withWholePaths, type Answers } from '../../src/cli/init/init-answers.ts';
import { writeDotEnv } from './config-fixtures.ts';
import { Secret } from '../../src/secrets/secret.ts';

const VALUE = fc.oneof(
  fc.string({ unit: fc.constantFrom(...`ab#'"\`\\$ é€!=%nr `), minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 20 }),
);

test('every value that is written is read back to the letter, beside any others', async ({
  folder,
}) => {
  const explanation = 'what it’s for: # = "x"';
  await fc.assert(
    fc.asyncProperty(fc.array(VALUE, { minLength: 1, maxLength: 6 }), async (values) => {
      const settings = values
        .map((value, index) => ({ name: `RACCORD_${index}`, value, explanation }))
        .filter(({ name, value }) => dotEnvLine(name, value) !== undefined);
      const open = { name: 'RACCORD_OPEN', explanation };
      const path = await writeDotEnv(folder, dotEnvText('Title', [...settings, open]));
      const read = readDotEnv(path);
      expect(read.values).toEqual(
        Object.fromEntries(settings.map(({ name, value }) => [name, value])),
      );
      expect(read).toMatchObject({ problems: [] });
      expect(read.faults.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

for (const value of [
  "l'été",
  `it's "#1"`,
  'C:\\new\\r',
  'a#b c',
  '"x"',
  '`',
  ' a ',
  '$HOME',
  'a\\',
]) {
  test(`${JSON.stringify(value)} can be written`, () => {
    expect(dotEnvLine('CHORUS_PASSWORD', value)).toBeDefined();
  });
}

test('a value that no line can give is refused, with what to do', () => {
  for (const value of ['\'"`', '#\\', 'a\nb']) {
    expect(dotEnvLine('CHORUS_PASSWORD', value)).toBeUndefined();
  }
  expect(settingProblem('CHORUS_PASSWORD', '\'"`')).toEqual({
    place: 'CHORUS_PASSWORD',
    reason: { key: 'not-for-dot-env' },
  });
  expect(() => dotEnvText('', [{ name: 'A', explanation: '', value: '#\\' }])).toThrow('A cannot');
});

for (const language of ['en', 'fr'] as const) {
  test(`a first .env in ${language} explains each variable and gives what was answered`, async ({
    folder,
  }) => {
    const answers: Answers = {
      CHORUS_ENV: 'qualification',
      CHORUS_PASSWORD_COMMAND: 'printf s3cret',
      RACCORD_CONTACT_NAME: "Camille L'Été",
      RACCORD_EDITOR: 'Éditeur & fils #1',
      RACCORD_APPLICATION_PATTERN: 'Nom{n}',
    };
    const text = dotEnvText('Title', settingsOf(answers, textsFor(language)));
    await writeDotEnv(folder, text);
    const config = loadConfig({}, folder, { portal: true });
    expect(config).toMatchObject({
      environment: 'qualification',
      contact: { name: "Camille L'Été" },
      editor: 'Éditeur & fils #1',
      applicationPattern: 'Nom{n}',
      warnings: [],
    });
    expect(config.password?.reveal()).toBe('s3cret');
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (/^(?:# )?[A-Z_]+=/u.test(line)) expect(lines[index - 1]).toMatch(/^# \S.{10}/u);
    }
    expect(text).toContain('\n# CHORUS_LOGIN=\n');
  });
}

test('a path that was answered is written whole, meant from the folder where it was typed', () => {
  const answers: Answers = {
    CHORUS_PASSWORD_FILE: './secrets/password',
    CHORUS_TOTP_SECRET_FILE: '~/totp',
    RACCORD_DATABASE_URL_FILE: new Secret('url'),
    RACCORD_IDENTITY: '/media/key',
    CHORUS_PASSWORD_COMMAND: './print-it',
  };
  const whole = withWholePaths(answers, '/srv/clients');
  expect(whole).toMatchObject({
    CHORUS_PASSWORD_FILE: '/srv/clients/secrets/password',
    CHORUS_TOTP_SECRET_FILE: '~/totp',
    RACCORD_IDENTITY: '/media/key',
    CHORUS_PASSWORD_COMMAND: './print-it',
  });
  expect((whole.RACCORD_DATABASE_URL_FILE as Secret).reveal()).toBe('/srv/clients/url');
});
