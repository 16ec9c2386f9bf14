import { expect, test } from '@playwright/test';
import { runRaccord, type Finished } from '../../fixtures/playwright/raccord-process.ts';

interface CommandHelp {
  /** `raccord credentials show` */
  readonly command: string;
  readonly help: Finished;
}

/** The help of a command and of all below it, as its own help lists them. */
async function helpFrom(path: readonly string[], locale: string): Promise<CommandHelp[]> {
  const help = await runRaccord([...path, '--help'], {
    folder: process.cwd(),
    environment: { LC_ALL: locale },
  });
  const [, list = ''] = /\n(?:Commands|Commandes) ?:\n((?: {2}.*\n)+)/u.exec(help.stdout) ?? [];
  const names = list.split('\n').flatMap((line) => /^ {2}([a-z-]+)/u.exec(line)?.[1] ?? []);
  const below = await Promise.all(names.map((name) => helpFrom([...path, name], locale)));
  return [{ command: ['raccord', ...path].join(' '), help }, ...below.flat()];
}

const LANGUAGES = [
  { language: 'English', locale: 'C.UTF-8', usage: /^Usage: raccord/u, example: /^Example: / },
  { language: 'French', locale: 'fr_FR.UTF-8', usage: /^Usage : raccord/u, example: /^Exemple : / },
];

for (const { language, locale, usage, example } of LANGUAGES) {
  test(`the help of every command fits one screen and has an example, in ${language}`, async () => {
    test.setTimeout(120_000);
    const [helps, hidden] = [
      await helpFrom([], locale),
      await Promise.all(['sign-out', 'ledger'].map((name) => helpFrom([name], locale))),
    ];
    const commands = ['demo', 'run', 'sign-in', 'credentials show', 'portal'];
    expect(helps.map(({ command }) => command)).toEqual(
      expect.arrayContaining(commands.map((name) => `raccord ${name}`)),
    );
    for (const { command, help } of [...helps, ...hidden.flat()]) {
      await test.step(command, () => {
        const { exitCode, stdout, stderr } = help;
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
        const lines = stdout.trimEnd().split('\n');
        expect(lines.length).toBeLessThanOrEqual(24);
        expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
        expect(lines[0]).toMatch(usage);
        expect(lines.at(-1)).toMatch(example);
        expect(lines.at(-1)).toContain(command);
      });
    }
  });
}

test('a flag or a command that is unknown is told, with exit code 2', async () => {
  const options = { folder: process.cwd(), environment: {} };
  const flag = await runRaccord(['run', '--siret', '73282932000074', '--jsno'], options);
  expect(flag).toMatchObject({ exitCode: 2, stdout: '' });
  expect(flag.stderr).toContain("unknown option '--jsno'");
  const command = await runRaccord(['rnu'], options);
  expect(command).toMatchObject({ exitCode: 2, stdout: '' });
  expect(command.stderr).toContain("unknown command 'rnu'");
  const step = await runRaccord(['demo', '--pause-before', 'submit'], options);
  expect(step).toMatchObject({ exitCode: 2, stdout: '' });
  expect(step.stderr).toContain('submit-declaration, confirm-connection, open-account-form');
  expect((await runRaccord(['run'], options)).exitCode).toBe(2);
});

test('the version is that of the package', async () => {
  const { exitCode, stdout } = await runRaccord(['--version'], {
    folder: process.cwd(),
    environment: {},
  });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
});
