import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';

const SIRET = '73282932000074';

test.describe.configure({ timeout: 120_000 });
test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

test.describe('with a code that is e-mailed', () => {
  test.use({ portalOptions: { secondFactor: 'email' } });

  test('a person types it at the terminal once, and runs go on without', async ({
    portal,
    raccordHere,
    raccordOnTerminal,
  }) => {
    const signIn = raccordOnTerminal(['sign-in']);
    await answerCode(signIn, portal);
    const { exitCode, stdout } = await signIn.finished;
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain('Signed in; the session is saved for later runs.');
    expect(stdout).not.toContain(portal.sentCodes()[0]!.code);

    const until = ['--only', 'connection', '--until', 'read-connections'];
    const run = await raccordHere(['run', '--siret', SIRET, ...until]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(portal.truth().signIns).toHaveLength(1);
  });

  test('a run asks for it too, and shows its progress before and after', async ({
    portal,
    raccordOnTerminal,
  }) => {
    const run = raccordOnTerminal(['run', '--siret', SIRET, '--only', 'connection']);
    await run.says(/Code that the portal sent by e-mail/u);
    // A person who hesitates, longer than the live lines would take to be drawn anew.
    for (let typed = 1; typed <= 60; typed += 1) {
      run.type('0');
      await run.says(new RegExp(`▪{${typed}}`, 'u'));
    }
    const [, sinceTheQuestion] = run.printed().split('Code that the portal');
    expect(sinceTheQuestion).not.toContain('sign in');
    run.type('\u007f'.repeat(60));
    run.type(portal.sentCodes()[0]!.code);
    run.type('\r');
    const { exitCode, stdout } = await run.finished;
    expect(exitCode, stdout).toBe(0);
    expect(portal.truth().connections).toHaveLength(1);
    expect(stdout).toContain('73282932000074  step 4 of 11: fill the declaration');
    expect(stdout).toContain('✔\u001b[39m 73282932000074  Connection created');
  });
});

test('after a refusal a person confirms before the password is tried again', async ({
  portal,
  raccordHere,
  raccordOnTerminal,
}) => {
  const refused = await raccordHere(['sign-in'], { CHORUS_PASSWORD: 'not the password' });
  expect(refused.exitCode).toBe(4);

  const no = raccordOnTerminal(['sign-in']);
  await no.says(/Try once more\?/u);
  no.type('n');
  expect((await no.finished).exitCode).toBe(4);
  expect(portal.truth().signIns).toHaveLength(1);

  const yes = raccordOnTerminal(['sign-in']);
  await yes.says(/Try once more\?/u);
  yes.type('y');
  expect((await yes.finished).exitCode).toBe(0);
  expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual([
    'wrong-password',
    'signed-in',
  ]);
});

test('Ctrl-C reaches raccord, which finishes the step in hand with its browser', async ({
  portal,
  raccordOnTerminal,
}) => {
  const run = raccordOnTerminal(['run', '--siret', SIRET, '--only', 'connection']);
  await run.says(/submit the declaration/u);
  // A terminal sends the signal to every process in the foreground.
  run.type('\u0003');
  const { exitCode, stdout } = await run.finished;
  expect(stdout).toContain('Finishing the current step (');
  expect(exitCode, stdout).toBe(0);
  expect(portal.truth().connections).toHaveLength(1);
});

test('a person who declines what batch would do changes nothing, and ends it with 130', async ({
  portal,
  folder,
  raccordOnTerminal,
}) => {
  await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
  const batch = raccordOnTerminal(['batch', '--input', 'roster.csv']);
  await batch.says(/Declare and create/u);
  batch.type('n');
  const { exitCode, stdout } = await batch.finished;
  expect(exitCode, stdout).toBe(130);
  expect(stdout).toContain('Declined: nothing was done');
  expect(portal.truth()).toMatchObject({ writes: 0, connections: [] });
  // The plan that is asked about fits the terminal.
  const [plan = ''] = stripVTControlCharacters(stdout).split('Declare and create');
  const table = plan.slice(plan.indexOf('SIRET  ')).split(/\r?\n/u);
  expect(table.length).toBeGreaterThan(5);
  for (const line of table) expect([...line].length).toBeLessThanOrEqual(80);
});

async function answerCode(command: Running, portal: StandInPortal): Promise<void> {
  await command.says(/Code that the portal sent by e-mail/u);
  command.type(`${portal.sentCodes().at(-1)!.code}\r`);
}
