import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { crontab } from '../../src/schedule/crontab.ts';
import { facts } from './schedule-units.ts';

const node = process.execPath;

test('a line for each expression, below the time zone that it is meant in', () => {
  const lines = crontab(facts({ expressions: ['0 22 * * 1-5', '*/30 6 1 JAN SUN'] })).split('\n');
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
    'CRON_TZ=Europe/Paris',
    `0 22 * * 1-5 ${command(node)}`,
    `0,30 6 1 1 0 ${command(node)}`,
  ]);
});

test('a limit that lets every day through stays one, for cron joins two limits with or', () => {
  const lines = crontab(facts({ expressions: ['0 22 1-31 * 1'] })).split('\n');
  expect(lines.at(-1)).toContain('0 22 1-31 * 1 cd');
});

test('seconds are refused', () => {
  expect(() => crontab(facts({ expressions: ['0 0 22 * * *'] }))).not.toThrow();
  expect(() => crontab(facts({ expressions: ['30 0 22 * * *'] }))).toThrow(
    expect.objectContaining({
      code: 'SCHEDULE_UNSUPPORTED',
      details: { expression: '30 0 22 * * *', part: '30', target: 'cron' },
    }),
  );
});

test('any argument reaches the command as it was given', () => {
  test.skip(process.platform === 'win32', 'cron gives its lines to a POSIX shell');
  const word = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      // The shell's own `printf` in Node's place: it says its arguments as well, and starts at once.
      const changes = { folder: '/', node: 'printf', entry: '%s\\0', line: words };
      const line = crontab(facts(changes)).split('\n').at(-1) ?? '';
      // What cron does with a line: an escaped % is one, any other would end the command.
      expect(line.replaceAll('\\%', '')).not.toContain('%');
      const shellLine = line.replace(/^(\S+ ){5}/u, '').replaceAll('\\%', '%');
      const { stdout } = spawnSync('/bin/sh', ['-c', shellLine], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

function command(program: string): string {
  return `cd /srv/raccord && RACCORD_HOME=/srv/raccord/.raccord LANG=C.UTF-8 ${program} /opt/raccord/bin/raccord.js batch --input clients.csv --yes`;
}

test('a command that cron would refuse, with all its variables, is not printed', () => {
  const environment = { RACCORD_NOTIFY_TO: 'exploitation@exemple.fr,'.repeat(40) };
  expect(() => crontab(facts({ environment }))).toThrow(
    expect.objectContaining({
      code: 'SCHEDULE_INVALID',
      details: {
        problems: [{ place: '--print cron', reason: { key: 'cron-too-long', most: 998 } }],
      },
    }),
  );
});
