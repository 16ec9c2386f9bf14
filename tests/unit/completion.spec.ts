import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { completionScript } from '../../src/cli/completion/completion.ts';
import { SHELLS } from '../../src/cli/completion/shells.ts';
import { programIn } from './program-fixtures.ts';

/** What bash offers for a line whose last word is being typed. */
function offered(...words: readonly string[]): string[] {
  const line = ['raccord', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    completionScript(programIn('en'), 'bash'),
    `COMP_WORDS=(${line}); COMP_CWORD=${words.length}`,
    '_raccord',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const printed = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  return printed.split('\n').filter((word) => word !== '');
}

test.describe('in bash', () => {
  test.skip(spawnSync('bash', ['--version']).error !== undefined, 'bash is not installed');

  test('commands are completed, and those below them', () => {
    expect(offered('bat')).toEqual(['batch']);
    expect(offered('')).toEqual(expect.arrayContaining(['run', 'credentials', 'sign-out']));
    expect(offered('credentials', '')).toEqual(expect.arrayContaining(['list', 'show', 'export']));
    expect(offered('credentials', 'show', '--re')).toEqual(['--reveal']);
  });

  test('options of the command at hand are completed, and what they take', () => {
    expect(offered('run', '--on')).toEqual(['--only']);
    expect(offered('run', '--only', '')).toEqual(['connection', 'account']);
    expect(offered('demo', '--pause-before', 'submit-')).toEqual([
      ...['submit-declaration', 'submit-account'],
    ]);
    expect(offered('run', '--siret', '')).toEqual([]);
    for (const words of [[], ['status'], ['keys', 'show']]) {
      expect(offered(...words, '--prof')).toEqual(['--profile']);
    }
    expect(offered('--profile', 'lyon', 'stat')).toEqual(['status']);
    expect(offered('status', '--inp')).toEqual([]);
  });

  test('files are completed where a file is meant', () => {
    expect(offered('batch', '--input', 'package.j')).toEqual(['package.json']);
    expect(offered('roster', 'check', 'package.j')).toEqual(['package.json']);
  });
});

for (const shell of SHELLS) {
  test(`the script of ${shell} names every command and every option that there is`, () => {
    const program = programIn('fr');
    const script = completionScript(program, shell);
    const all = [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)];
    for (const command of all) {
      if (command !== program) expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain((long ?? '').slice(2));
    }
    // An apostrophe of a description must not end the script's own quotes.
    const escaped = shell === 'fish' ? String.raw`\'` : String.raw`'\''`;
    expect(script.replaceAll(escaped, '').split("'").length % 2).toBe(1);
  });
}
