import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { descendantsOf, partOf } from '../../fixtures/playwright/browser-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { findIn } from './secret-search.ts';

const CANARY = `K4nary_<"é'%&>_8`;

/** What holds a secret here, each with one of its own. */
const SECRETS = {
  CHORUS_PASSWORD: `${CANARY}password`,
  CHORUS_TOTP_SECRET: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  RACCORD_SMTP_URL: 'smtps://robot:K4naryMail8@127.0.0.1',
  RACCORD_WEBHOOK_URL: 'http://127.0.0.1:9/K4naryPath8',
  RACCORD_WEBHOOK_SECRET: `${CANARY}webhook`,
} as const;

test.describe.configure({ timeout: 240_000 });
test.skip(process.platform !== 'linux', 'what a process was started with is read from /proc');

test.describe('while a run goes on', () => {
  const { CHORUS_PASSWORD: password, CHORUS_TOTP_SECRET: totpSecret } = SECRETS;
  test.use({ portalOptions: { secondFactor: 'totp', administrator: { password, totpSecret } } });

  test('no secret is in an argument or handed on, and no memory goes into a core dump', async ({
    startRaccord,
  }) => {
    const run = startRaccord(['run', '--siret', '73282932000074', '--verbose'], {
      ...SECRETS,
      RACCORD_NOTIFY_TO: 'equipe@exemple.fr',
      RACCORD_NOTIFY_FROM: 'robot@exemple.fr',
    });
    await run.says(/"step":"sign-in".*"step ended"/u);
    const children = descendantsOf(run.pid);
    const [browser] = children.filter(({ command }) => partOf(command) === 'browser');
    const renderers = children.filter(({ command }) => partOf(command) === 'renderer');
    const own = { pid: run.pid, command: readProc(run.pid, 'cmdline') ?? '' };

    expect(children.map(({ command }) => findIn('cmdline', command, SECRETS)).flat()).toEqual([]);
    expect(findIn('cmdline', own.command, SECRETS)).toEqual([]);
    for (const { pid, command } of children) {
      expect(findIn(command, readProc(pid, 'environ') ?? '', SECRETS)).toEqual([]);
    }
    // The positive controls: raccord itself was given them all, and the browser has a surrounding.
    expect(findIn('environ', readProc(own.pid, 'environ') ?? '', SECRETS)).toHaveLength(
      Object.keys(SECRETS).length,
    );
    expect(readProc(browser!.pid, 'environ')).toContain('PATH=');
    expect(readProc(browser!.pid, 'environ')).not.toMatch(/CHORUS_|RACCORD_/u);

    const dumped = (pid: number): string | undefined => readProc(pid, 'coredump_filter')?.trim();
    expect([own.pid, browser!.pid].map(dumped)).toEqual(['00000000', '00000000']);
    const ofRenderers = renderers.map(({ pid }) => dumped(pid));
    expect(new Set(ofRenderers.filter((filter) => filter !== undefined))).toEqual(
      new Set(['00000000']),
    );
    expect(browser!.command).toContain('--disable-breakpad');
    expect(browser!.command).toContain('--disable-crash-reporter');
    const programs = children.map(({ command }) => command.split(' ')[0]);
    expect(programs.filter((program) => program?.includes('crashpad'))).toEqual([]);
    expect((await run.finished).exitCode).toBe(0);
  });
});

test('the command that gives the password is given no secret, and may name the login', async ({
  portal,
  raccord,
  folder,
}) => {
  const { RACCORD_SMTP_URL, RACCORD_WEBHOOK_URL, RACCORD_WEBHOOK_SECRET } = SECRETS;
  const others = { RACCORD_SMTP_URL, RACCORD_WEBHOOK_URL, RACCORD_WEBHOOK_SECRET };
  await writeFile(join(folder, 'password'), portal.administrator.password, { mode: 0o600 });
  const tree = 'for at in $$ $PPID; do cat /proc/$at/cmdline; done';
  const signIn = await raccord(['sign-in'], {
    ...others,
    CHORUS_PASSWORD: '',
    CHORUS_PASSWORD_COMMAND: `${tree} >commands; cat /proc/$$/environ >environ; printf %s "$CHORUS_LOGIN" >login; cat password`,
  });
  expect(signIn.exitCode, signIn.stderr).toBe(0);
  const { totpSecret, password, login } = portal.administrator;
  const secrets = { ...others, totpSecret, password };
  const environ = await readFile(join(folder, 'environ'));
  expect(environ.toString()).toContain('PATH=');
  expect(findIn('environ', environ, secrets)).toEqual([]);
  expect(findIn('commands', await readFile(join(folder, 'commands')), secrets)).toEqual([]);
  expect(await readFile(join(folder, 'login'), 'utf8')).toBe(login);
});

/**
 * Empty where the system shows it to nobody, as of the browser's sandboxed parts; undefined of a
 * process that has ended since it was listed.
 */
function readProc(
  pid: number,
  what: 'cmdline' | 'environ' | 'coredump_filter',
): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${what}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    if (what === 'environ' && process.getuid?.() !== 0) return '';
    throw error;
  }
}
