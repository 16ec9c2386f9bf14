import {
  startDisplay,
  whyNoDisplay,
  whyNoKeyboard,
  type Display,
} from '../../fixtures/playwright/display.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET] as const;

test.describe.configure({ timeout: 180_000 });
test.describe('run --until', () => {
  test('stops before the declaration is sent, says what would come, and sends nothing', async ({
    portal,
    raccordHere: raccord,
  }) => {
    const stopped = await raccord([...RUN, '--until', 'submit-declaration', '--json']);
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    expect(documentOf(stopped, enrolmentDocument)).toMatchObject({
      stoppedBefore: 'submit-declaration',
      connection: { outcome: 'skipped' },
      account: { outcome: 'skipped' },
    });
    expect(stopped.stderr).toContain('Stopped before submit-declaration');
    expect(stopped.stderr).toContain('click "Valider" once, which declares "Pldiffusion1"');
    expect(portal.writeRequests()).toBe(0);
    const { stdout } = await raccord(['status', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      enrolments: [{ siret: SIRET, connection: { state: 'absent' } }],
    });
  });

  test('a form that was filled and not sent leaves a credential that is not valid, and the next run makes its own', async ({
    portal,
    raccordHere: raccord,
  }) => {
    const until = ['--only', 'account', '--until', 'submit-account'];
    const stopped = await raccord([...RUN, ...until]);
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    expect(stopped.stderr).toContain(
      `click "Soumettre" once, which creates TECH_1_${SIRET}@cpro.fr`,
    );
    expect(stopped.stderr).toContain('is not valid, since its form was not sent');
    expect(portal.writeRequests()).toBe(0);
    const shown = await raccord(['credentials', 'show', '--siret', SIRET]);
    expect(shown.stderr).toContain('CREDENTIAL_NOT_VALID');
    expect(shown.stdout).toBe('');

    const again = await raccord([...RUN, ...until]);
    expect(again.exitCode, again.stderr).toBe(0);
    const whole = await raccord([...RUN, '--only', 'account', '--json']);
    expect(whole.exitCode, whole.stderr).toBe(0);
    expect(documentOf(whole, enrolmentDocument).account.outcome).toBe('created');
    const { stdout } = await raccord(['credentials', 'list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      credentials: [{ status: 'abandoned' }, { status: 'abandoned' }, { status: 'current' }],
    });
    const opened = await raccord(['credentials', 'show', '--siret', SIRET, '--json']);
    expect(JSON.parse(opened.stdout)).toMatchObject({
      password: portal.truth().accounts[0]?.password,
    });
    expect(portal.truth().writes).toBe(1);
  });

  test('what comes before the step is done, as always @whole', async ({
    portal,
    raccordHere: raccord,
  }) => {
    const stopped = await raccord([...RUN, '--until', 'open-account-form', '--json'], {
      LC_ALL: 'fr_FR.UTF-8',
    });
    expect(documentOf(stopped, enrolmentDocument)).toMatchObject({
      stoppedBefore: 'open-account-form',
      connection: { outcome: 'created' },
      account: { outcome: 'skipped' },
    });
    expect(stopped.stderr).toContain('Arrêt avant open-account-form (ouvrir « Compte technique »)');
    expect(stopped.stderr).toContain(
      'Ensuite, raccord vérifierait qu’il peut écrire dans le coffre',
    );
    expect(portal.truth()).toMatchObject({ writes: 1, accounts: [] });

    const done = await raccord([...RUN, '--only', 'connection', '--until', 'submit-declaration']);
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain('submit-declaration was not reached');
  });

  test('names the steps there are, and none between a write and its reading', async ({
    raccordHere,
    raccord,
  }) => {
    const wrong = await raccordHere([...RUN, '--until', 'confirm-account']);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('capture-credential, submit-account.');
    expect((await raccord(['run', '--help'])).stdout).toContain('confirm-connection');
  });
});

test('a browser that nobody sees cannot stay open', async ({ portal, raccordHere }) => {
  for (const command of [RUN, ['sign-in'], ['batch', '--input', 'x.csv', '--yes'], ['demo']]) {
    const refused = await raccordHere([...command, '--keep-open']);
    expect(refused.exitCode, command.join(' ')).toBe(2);
    expect(refused.stderr).toContain('--keep-open: needs --headed');
  }
  expect(portal.truth().signIns).toEqual([]);
});

test.describe('with a window', () => {
  test.skip(whyNoDisplay() !== undefined, whyNoDisplay());
  let display: Display;
  test.beforeAll(async () => {
    display = await startDisplay();
  });
  test.afterAll(() => display.close());

  const LOOK = ['--headed', '--keep-open', '--until', 'open-connections'];

  test('the browser stays open until the person presses Enter', async ({ raccordOnTerminal }) => {
    test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
    const run = raccordOnTerminal([...RUN, ...LOOK], { DISPLAY: display.name });
    await run.says(/press Enter here/u);
    expect(run.printed()).toContain('Stopped before open-connections');
    run.type('\r');
    expect((await run.finished).exitCode).toBe(0);
  });

  test('without a terminal a signal ends it, and what was done counts', async ({
    startRaccord,
  }) => {
    const run = startRaccord([...RUN, ...LOOK], { DISPLAY: display.name });
    await run.says(/stays open until its window is closed/u);
    run.kill('SIGTERM');
    const { exitCode, stderr } = await run.finished;
    expect(exitCode, stderr).toBe(0);
  });

  test('a person who closes the window ends it, and what was done counts', async ({
    startRaccord,
  }) => {
    test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
    const run = startRaccord([...RUN, ...LOOK], { DISPLAY: display.name });
    await run.says(/stays open until its window is closed/u);
    display.press('ctrl+shift+w');
    const { exitCode, stderr } = await run.finished;
    expect(exitCode, stderr).toBe(0);
  });

  for (const { when, isShown, tag } of [
    { when: 'in a pause', isShown: true, tag: [] },
    { when: 'while a pause still opens its Inspector', isShown: false, tag: '@whole' },
  ]) {
    test(
      `Ctrl-C ${when} ends it as anywhere else: with the table, and nothing sent`,
      { tag },
      async ({ portal, raccordOnTerminal }) => {
        test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
        test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
        const run = raccordOnTerminal([...RUN, '--pause-before', 'submit-declaration'], {
          DISPLAY: display.name,
        });
        await run.says(/Paused before submit-declaration/u);
        const shows = (): boolean => display.shows('Playwright Inspector');
        // Its browser is what answers Ctrl-C in raccord's place where it is let.
        if (isShown) await expect.poll(shows, { timeout: 30_000 }).toBe(true);
        run.type('\u0003');
        const { exitCode, stdout } = await run.finished;
        expect(exitCode, stdout).toBe(130);
        expect(stdout).toMatch(new RegExp(`^ ${SIRET} +\\S*interrupted`, 'mu'));
        expect(stdout).toContain('INTERRUPTED: Interrupted');
        expect(portal.truth().writes).toBe(0);
        // Nothing of it is left on the screen.
        await expect.poll(shows).toBe(false);
      },
    );
  }

  test('it stays open after a failure, which is told before', async ({ startRaccord }) => {
    const ofSomebodyElse = ['run', '--siret', '35600000000048', '--only', 'connection'];
    const args = [...ofSomebodyElse, '--headed', '--keep-open'];
    const run = startRaccord(args, { DISPLAY: display.name });
    await run.says(/stays open until its window is closed/u);
    expect(run.printed()).toContain('STRUCTURE_NOT_OFFERED');
    run.kill('SIGINT');
    expect((await run.finished).exitCode).toBe(1);
  });
});

test.describe('raccord trace', () => {
  const NOWHERE = { DISPLAY: '', WAYLAND_DISPLAY: '' };

  test('says how to keep one where there is none', async ({ raccordHere: raccord }) => {
    const none = await raccord(['trace', SIRET]);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain('TRACE_UNKNOWN');
    expect(none.stderr).toContain(`raccord run --siret ${SIRET} --trace`);
  });

  test('finds the last one, says where it is where it cannot be shown, and else opens it in the viewer', async ({
    raccordHere: raccord,
    startRaccord,
  }) => {
    const run = await raccord([...RUN, '--only', 'connection', '--trace', '--json']);
    const { evidence } = documentOf(run, enrolmentDocument);
    const shown = await raccord(['trace', '732 829 320 00074'], NOWHERE);
    expect(shown.exitCode, shown.stderr).toBe(0);
    expect(shown.stdout).toContain(`npx playwright show-trace ${evidence}/trace-1.zip`);
    expect(shown.stderr).toContain('There is no display here');

    if (whyNoDisplay() !== undefined) return;
    const display = await startDisplay();
    const viewer = startRaccord(['trace', SIRET], { DISPLAY: display.name });
    await viewer.says(/The trace is open/u);
    viewer.kill('SIGTERM');
    const { exitCode, stderr } = await viewer.finished;
    await display.close();
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/Opening .+trace-1\.zip/u);
  });
});
