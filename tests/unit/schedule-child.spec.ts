import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { startChild, type RunningChild } from '../../src/schedule/child-process.ts';

interface Heard {
  readonly child: RunningChild;
  readonly lines: string[];
}

/** Runs a few lines of JavaScript as a child. */
function run(program: string, file = process.execPath): Heard {
  const lines: string[] = [];
  const child = startChild({
    file,
    args: ['-e', program, '--', 'clients 1.csv'],
    environment: { PATH: '/usr/bin', WINDOW: 'open' },
    folder: '/',
    out: (line) => lines.push(`out ${line}`),
    err: (line) => lines.push(`err ${line}`),
  });
  return { child, lines };
}

test('output is passed on line by line, the exit code too', async () => {
  const { child, lines } = run(`
    process.stdout.write('one\\r\\ntwo ');
    process.stderr.write('a warning\\n');
    console.log(process.argv.at(-1), process.env.WINDOW, process.stdin.isTTY);
    process.stdout.write('no line break at the end');
    process.exitCode = 6;
  `);
  expect(await child.ended).toEqual({ exitCode: 6 });
  expect(lines.filter((line) => line.startsWith('out'))).toEqual([
    'out one',
    'out two clients 1.csv open undefined',
    'out no line break at the end',
  ]);
  expect(lines).toContain('err a warning');
});

test('a run that a signal ends, and one that cannot be started', async () => {
  const killed = run(`process.kill(process.pid, 'SIGKILL')`);
  expect(await killed.child.ended).toEqual({ reason: 'SIGKILL' });
  const missing = run('', '/nowhere/node');
  const { reason } = await missing.child.ended;
  expect(reason).toContain('ENOENT');
});

test.describe('stopping', () => {
  test.skip(process.platform === 'win32', 'Windows has no signals');

  test('it gets one signal, however often it is asked, and finishes its step', async () => {
    const { child, lines } = run(`
      let signals = 0;
      process.on('SIGTERM', () => {
        signals += 1;
        setTimeout(() => { console.log('signals', signals); process.exit(130); }, 100);
      });
      console.log('ready');
      setTimeout(() => {}, 60_000);
    `);
    await expect.poll(() => lines).toContain('out ready');
    child.stop();
    child.stop();
    expect(await child.ended).toEqual({ exitCode: 130 });
    expect(lines.at(-1)).toBe('out signals 1');
  });

  test('it is in a group of its own, out of reach of the terminal’s Ctrl-C', async () => {
    test.skip(process.platform !== 'linux', 'read from /proc');
    const { child, lines } = run(`
      const fields = require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ')[1];
      console.log(process.pid === Number(fields.split(' ')[2]));
    `);
    await child.ended;
    expect(lines).toEqual(['out true']);
  });
});

test('what it leaves behind does not keep it from having ended', async () => {
  test.skip(process.platform === 'win32', 'sleep is no program there');
  test.setTimeout(30_000);
  const { child, lines } = run(`
    const { spawn } = require('node:child_process');
    const left = spawn('sleep', ['60'], { stdio: 'inherit', detached: true });
    console.log(left.pid);
    left.unref();
  `);
  expect(await child.ended).toEqual({ exitCode: 0 });
  process.kill(Number(lines[0]?.slice('out '.length)), 'SIGKILL');
});

test('nothing of it is left listening when it has ended', async () => {
  const before = process.listenerCount('exit');
  const { child } = run('');
  expect(process.listenerCount('exit')).toBe(before + 1);
  await child.ended;
  await once(AbortSignal.timeout(1), 'abort');
  expect(process.listenerCount('exit')).toBe(before);
});
