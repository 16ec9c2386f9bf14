import { access, readdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import {
  RACCORD,
  runRaccord,
  startProcess,
  type Running,
} from '../../fixtures/playwright/raccord-process.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { expect, test as base } from '../../fixtures/playwright/test.ts';

const PASSWORD = 'Not-To-Be-Seen-7412';

const ENVIRONMENT = {
  CHORUS_ENV: 'production',
  CHORUS_LOGIN: 'admin@exemple.fr',
  CHORUS_PASSWORD: PASSWORD,
};

const NIGHTLY = ['--cron', '0 22 * * 1-5'];
const EACH_SECOND = ['--cron', '* * * * * *'];
const BATCH = ['--', 'batch', '--input', 'clients.csv', '--yes'];

/**
 * The command, with another `batch` in the real one's place: it needs no portal, says what it is
 * given and goes on until it is told to end, and then for another moment.
 */
const WITH_FAKE_BATCH = `
  if (process.argv[2] === 'batch') {
    let signals = 0;
    const end = () => {
      signals += 1;
      if (signals > 1) process.exit(99);
      console.log('finishing the step');
      setTimeout(() => { console.log('signals', signals); process.exit(130); }, 300);
    };
    process.on('SIGTERM', end).on('SIGINT', end);
    console.log('batch of', process.argv.at(-2), 'in', process.env.RACCORD_TIMEZONE);
    console.error('a line for the log');
    setTimeout(() => {}, 60_000);
  } else {
    const { main } = await import(${JSON.stringify(mainModule())});
    await main(process, '0.0.0');
  }
`;

function mainModule(): string {
  return new URL('../dist/src/cli/main.js', pathToFileURL(RACCORD)).href;
}

/** A roster that the scheduled command finds. */
const ROSTER = [
  'siret;contact_name;contact_phone;contact_email',
  '73282932000074;Jeanne Chêne;0472000000;jeanne@exemple.fr',
  '',
].join('\n');

interface Fixtures {
  /** `clients.csv` in the test's folder. */
  readonly roster: string;
  /** Runs `raccord schedule` inside the test's own process, for what starts no command. */
  readonly schedule: (...args: string[]) => ReturnType<typeof runRaccord>;
  /** The arguments of `node` for a raccord whose `batch` is a stand-in. */
  readonly fake: string;
  /** Starts `raccord schedule` with the stand-in. */
  readonly startFake: (...args: string[]) => Running;
}

const test = base.extend<Fixtures>({
  roster: [
    async ({ folder }, use) => {
      const file = join(folder, 'clients.csv');
      await writeFile(file, ROSTER);
      await use(file);
    },
    { auto: true },
  ],
  schedule: async ({ folder }, use) => {
    await use((...args) =>
      raccordHere(['schedule', ...args], { folder, environment: ENVIRONMENT }),
    );
  },
  fake: async ({ folder }, use) => {
    const file = join(folder, 'raccord.mjs');
    await writeFile(file, WITH_FAKE_BATCH);
    await use(file);
  },
  startFake: async ({ folder, fake }, use) => {
    const started: Running[] = [];
    await use((...args) => {
      const options = { folder, environment: ENVIRONMENT };
      const running = startProcess(process.execPath, [fake, 'schedule', ...args], options);
      started.push(running);
      return running;
    });
    for (const running of started) running.kill('SIGKILL');
  },
});

test('with --once it runs the command at the next time and ends with its exit code', async ({
  folder,
}) => {
  const batch = ['--', 'batch', '--input', 'later.csv', '--yes'];
  const args = ['schedule', ...EACH_SECOND, '--once', '--roster-later', ...batch];
  const { exitCode, stderr } = await runRaccord(args, { folder, environment: ENVIRONMENT });
  // There is no such roster: the real command says so.
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^! the roster cannot be read yet, but must be readable before the run: .*later\.csv/mu,
  );
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    expect.stringMatching(/^next run at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(Europe\/Paris\)$/u),
    'a run is starting',
    'the run ended with exit code 2',
  ]);
});

test.describe('stopping', () => {
  test.skip(process.platform === 'win32', 'Windows has no signals');

  test('SIGTERM is passed on once, and the step in hand is waited for', async ({ startFake }) => {
    const running = startFake(...EACH_SECOND, '--timezone', 'Indian/Reunion', ...BATCH);
    await running.says(/a line for the log/u);
    await running.says(/is still in progress/u);
    running.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await running.finished;
    expect(exitCode).toBe(130);
    expect(stdout).toBe('batch of clients.csv in Indian/Reunion\nfinishing the step\nsignals 1\n');
    expect(stderr).toContain('no new run; waiting for the current one');
  });

  test('Ctrl-C on a terminal reaches the run once, too', async ({ folder, fake }) => {
    const why = whyNoTerminal();
    test.skip(why !== undefined, why);
    const command = [process.execPath, fake, 'schedule', ...EACH_SECOND, ...BATCH];
    const line = `exec ${command.map((word) => `'${word}'`).join(' ')}`;
    const options = { folder, environment: ENVIRONMENT };
    const running = startProcess('script', ['-q', '-e', '-c', line, '/dev/null'], options);
    await running.says(/a line for the log/u);
    running.type('\u0003');
    const { exitCode, stdout } = await running.finished;
    expect(stdout).toContain('signals 1');
    expect(exitCode).toBe(130);
  });

  test('a second signal ends it and the run at once', async ({ startFake }) => {
    const running = startFake(...EACH_SECOND, ...BATCH);
    await running.says(/a line for the log/u);
    running.kill('SIGTERM');
    await running.says(/finishing the step/u);
    running.kill('SIGTERM');
    const { exitCode, stdout } = await running.finished;
    expect(exitCode).toBe(130);
    expect(stdout).not.toContain('signals 1');
  });
});

test('a second process with the same schedule is refused', async ({ startFake, home }) => {
  const first = startFake(...NIGHTLY, ...BATCH);
  await first.says(/next run at/u);
  const second = startFake(...NIGHTLY, ...BATCH);
  const { exitCode, stderr } = await second.finished;
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`pid ${String(first.pid)}`);
  first.kill('SIGTERM');
  expect((await first.finished).exitCode).toBe(130);
  expect(await readdir(join(home, '..', 'data', 'raccord', 'schedule'))).toHaveLength(1);
});

test('every mistake is told at once, before anything is started', async ({ schedule, folder }) => {
  const { exitCode, stdout, stderr } = await schedule(
    ...['--cron', '0 25 * * *', '--cron', '0 0 31 2 *'],
    ...['--timezone', 'Europe/Pariss', '--window', '20:00', '--', 'batch', '--inptu', 'x'],
  );
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  for (const mistake of [
    '--timezone: must be a time zone',
    '--cron "0 25 * * *"',
    '--cron "0 0 31 2 *": a time that never comes',
    'batch --inptu: unknown',
    'batch --input <file>: missing',
    'batch --yes: missing',
    'WINDOW_INVALID',
  ]) {
    expect(stderr).toContain(mistake);
  }
  expect(await readdir(folder)).toEqual(['clients.csv']);
});

for (const line of [['run', '--siret', '73282932000074'], ['credentials', 'list'], ['nothing']]) {
  test(`"${line.join(' ')}" is not run on a schedule`, async ({ schedule }) => {
    const { exitCode, stderr } = await schedule(...NIGHTLY, '--', ...line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `${line[0]!}: not a command that can be scheduled (batch, renew, deliver, verify)`,
    );
  });
}

test('a schedule of no command says that one is missing', async ({ schedule }) => {
  const { exitCode, stderr } = await schedule(...NIGHTLY);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('-- COMMAND: missing');
});

for (const [target, sign] of [
  ['systemd', 'OnCalendar=Mon..Fri *-*-* 22:00:00 Europe/Paris'],
  ['cron', 'CRON_TZ=Europe/Paris\n0 22 * * 1-5 cd '],
  ['task-scheduler', '<ScheduleByWeek>'],
] as const) {
  test(`--print ${target} prints units with what they were checked with, but no secret, and asks for none`, async ({
    folder,
    home,
  }) => {
    const { exitCode, stdout, stderr } = await runRaccord(
      ['schedule', ...NIGHTLY, '--print', target, ...BATCH],
      {
        folder,
        environment: {
          RACCORD_HOME: home,
          CHORUS_PASSWORD_COMMAND: `touch '${join(folder, 'asked')}'; echo ${PASSWORD}`,
          RACCORD_WEBHOOK_URL: 'https://hooks.exemple.fr/x',
          RACCORD_WEBHOOK_SECRET: PASSWORD,
          RACCORD_EDITOR: 'Logiciel',
          HTTPS_PROXY: 'http://proxy.exemple.fr:3128',
        },
      },
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(sign);
    expect(stdout).not.toContain(PASSWORD);
    expect(stdout).toContain('RACCORD_EDITOR=Logiciel');
    expect(stdout).toContain('HTTPS_PROXY=http://proxy.exemple.fr:3128');
    const secrets = ['RACCORD_WEBHOOK_URL', 'RACCORD_WEBHOOK_SECRET'];
    // The service of systemd has a password file of its own.
    if (target !== 'systemd') secrets.unshift('CHORUS_PASSWORD_COMMAND');
    expect(stderr).toMatch(/^! not in what was printed, [^\n]*\n$/u);
    expect(/secret: (.*?)\. /u.exec(stderr)?.[1]?.split(', ').sort()).toEqual(secrets.sort());
    await expect(access(join(folder, 'asked'))).rejects.toThrow('ENOENT');
    await expect(access(home)).rejects.toThrow('ENOENT');
  });
}

test('units printed by root name the files to hand over to the user that they run as', async ({
  folder,
  home,
}) => {
  test.skip(userInfo().username !== 'root', 'only root prints units for another user');
  const environment = { RACCORD_HOME: home, RACCORD_DELIVER_FOLDER: '/srv/handed-over' };
  const recipients = { RACCORD_DELIVER_RECIPIENTS: await publicKey() };
  await writeFile(join(folder, '.env'), 'RACCORD_EDITOR=E\n', { mode: 0o600 });
  const { exitCode, stdout, stderr } = await raccordHere(
    ['schedule', ...NIGHTLY, '--print', 'systemd', ...BATCH],
    { folder, environment: { ...environment, ...recipients, CHORUS_ENV: 'production' } },
  );
  expect(exitCode, stderr).toBe(0);
  const files = [join(folder, '.env'), join(folder, 'clients.csv')];
  expect(stdout).toContain(`:\n# ${[...files, '/srv/handed-over'].join(' ')}\n`);
});

test('deliveries are run on a schedule without anything of the administrator’s', async ({
  folder,
}) => {
  const run = (args: readonly string[], environment: Record<string, string>) =>
    runRaccord(['schedule', ...args, '--', 'deliver'], {
      folder,
      environment: { CHORUS_ENV: 'production', ...environment },
    });
  const sink = {
    RACCORD_DELIVER_FOLDER: '/srv/handed-over',
    RACCORD_DELIVER_RECIPIENTS: await publicKey(),
    RACCORD_IDENTITY: join(folder, 'operator.key'),
  };
  const once = await run([...EACH_SECOND, '--once'], { RACCORD_DELIVER_HOOK: 'true' });
  expect(once.exitCode, once.stderr).toBe(0);
  expect(once.stderr).toContain('Nothing is left to deliver.');
  const units = await run([...NIGHTLY, '--print', 'systemd'], sink);
  expect(units.exitCode, units.stderr).toBe(0);
  expect(units.stdout).toContain('ReadWritePaths=/srv/handed-over\n');
  expect(units.stdout).not.toContain('chorus-password');
  const nowhere = await run(NIGHTLY, {});
  expect(nowhere.exitCode).toBe(2);
  expect(nowhere.stderr).toContain('RACCORD_DELIVER_HOOK: missing');
  const hours = await run([...NIGHTLY, '--window', '20:00-06:00'], sink);
  expect(hours.exitCode).toBe(2);
  expect(hours.stderr).toContain('deliver --window: unknown');
});

test('proofs are run on a schedule without anything of the administrator’s', async ({ folder }) => {
  const identity = await generateIdentity();
  const key = join(folder, 'operator.key');
  await writeFile(key, identity, { mode: 0o600 });
  const able = {
    CHORUS_PISTE_CLIENT_ID: 'client',
    CHORUS_PISTE_CLIENT_SECRET: 'Not-to-be-seen-either-1',
    RACCORD_IDENTITY: key,
    RACCORD_RECIPIENTS: await identityToRecipient(identity),
  };
  const run = (args: readonly string[], environment: Record<string, string>) =>
    runRaccord(['schedule', ...args, '--', 'verify'], {
      folder,
      environment: { CHORUS_ENV: 'production', ...environment },
    });
  const once = await run([...EACH_SECOND, '--once'], able);
  expect(once.exitCode, once.stderr).toBe(0);
  expect(once.stderr).toContain('No credential has been captured here yet.');
  const units = await run([...NIGHTLY, '--print', 'systemd'], able);
  expect(units.exitCode, units.stderr).toBe(0);
  expect(units.stdout).toMatch(/^ExecStart=.* verify$/mu);
  expect(units.stdout).toContain('# /etc/systemd/system/raccord-verify.timer\n');
  expect(units.stdout).not.toMatch(/chorus-password|Not-to-be-seen/u);
  const unable = await run(NIGHTLY, { RACCORD_IDENTITY: join(folder, 'elsewhere.key') });
  expect(unable.exitCode).toBe(2);
  expect(unable.stderr).toContain('CHORUS_PISTE_CLIENT_ID: missing');
  const keyless = await run(NIGHTLY, { ...able, RACCORD_IDENTITY: join(folder, 'elsewhere.key') });
  expect(keyless.exitCode).toBe(2);
  expect(keyless.stderr).toContain('✗ IDENTITY_MISSING');
  const hours = await run([...NIGHTLY, '--window', '20:00-06:00'], able);
  expect(hours.exitCode).toBe(2);
  expect(hours.stderr).toContain('verify --window: unknown');
});

for (const [when, print] of [
  ['at its start', []],
  ['where units are printed', ['--print', 'systemd']],
] as const) {
  test(`${when}, all that the night would find missing is told`, async ({ folder }) => {
    await writeFile(
      join(folder, 'clients.csv'),
      ROSTER.replace('73282932000074', '73282932000075'),
    );
    const environment = {
      ...{ RACCORD_NOTIFY_TO: 'ops@exemple.fr', RACCORD_RECIPIENTS: 'age1nokey' },
      ...{ CHORUS_LOGIN: 'admin@exemple.fr', CHORUS_PASSWORD: PASSWORD },
      CHORUS_ENV: 'qualification',
    };
    const told = async (...line: string[]) => {
      const args = ['schedule', ...NIGHTLY, ...print, '--', ...line];
      const { exitCode, stdout, stderr } = await raccordHere(args, { folder, environment });
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      return stderr;
    };
    const nothing = await told('batch', '--input', 'nope.csv', '--yes');
    expect(nothing).toContain('nope.csv');
    expect(nothing).toContain('RACCORD_SMTP_URL: missing');
    expect(nothing).toContain('RECIPIENT_INVALID');
    expect(await told('batch', '--input', 'clients.csv', '--yes')).toContain('ROSTER_INVALID');
    expect(await told('renew', '--siret', '123')).toContain('SIRET_INVALID');
    environment.RACCORD_NOTIFY_TO = '';
    expect(await told('deliver', '--sink', 'vault')).toContain('RACCORD_DELIVER_HOOK: missing');
  });
}

test('a recipient that is no key, and a private key that is not here, are told at the start', async ({
  folder,
}) => {
  const told = async (environment: Record<string, string>) => {
    const args = ['schedule', ...NIGHTLY, '--', 'deliver'];
    const { exitCode, stderr } = await raccordHere(args, { folder, environment });
    expect(exitCode).toBe(2);
    return stderr;
  };
  const hook = { CHORUS_ENV: 'qualification', RACCORD_DELIVER_HOOK: 'true' };
  expect(await told({ ...hook, RACCORD_RECIPIENTS: 'age1nokey' })).toContain('RECIPIENT_INVALID');
  const elsewhere = join(folder, 'operator.key');
  expect(await told({ ...hook, RACCORD_IDENTITY: elsewhere })).toContain('IDENTITY_MISSING');
});

test('the hours for writing are passed on to the command', async ({ schedule }) => {
  const hours = ['--window', '20:00-06:00'];
  const printed = await schedule(...NIGHTLY, ...hours, '--print', 'cron', ...BATCH);
  expect(printed.stdout).toMatch(/batch --input clients\.csv --yes --window 20:00-06:00\n$/u);
  const renewals = await schedule(...NIGHTLY, ...hours, '--print', 'systemd', '--', 'renew');
  expect(renewals.stdout).toMatch(/^ExecStart=.* renew --window 20:00-06:00$/mu);
  const twice = await schedule(...NIGHTLY, ...hours, '--print', 'cron', ...BATCH, ...hours);
  expect(twice.exitCode).toBe(2);
  expect(twice.stderr).toContain('--window, batch --window: set only one of them');
});

test('what a scheduler cannot say is refused, naming the part', async ({ schedule }) => {
  const args = ['--cron', '0 22 L * *', '--print', 'systemd', ...BATCH];
  const { exitCode, stdout, stderr } = await schedule(...args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('"0 22 L * *" cannot be written for systemd');
});

async function publicKey(): Promise<string> {
  return identityToRecipient(await generateIdentity());
}
