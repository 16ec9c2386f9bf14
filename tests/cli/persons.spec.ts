import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDisplay, whyNoKeyboard } from '../../fixtures/playwright/display.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';

const [SIRET, OTHER] = ['73282932000074', '73282932000017'] as const;
const BATCH = ['batch', '--input', 'roster.csv', '--yes', '--min-interval', '0ms'] as const;

test.describe.configure({ timeout: 420_000 });
test.use({
  portalOptions: {
    secondFactor: 'email',
    // Half the work: the accounts are still to be made.
    otherConnections: [SIRET, OTHER].map((siret, index) => ({
      siret,
      applicationName: `Pldiffusion${index + 1}`,
    })),
  },
});

test('a run that nobody watches and that needs a person tells where it is configured, and names the command', async ({
  portal,
  raccordHere: raccord,
}) => {
  const sink = await startWebSink();
  const variables = { RACCORD_WEBHOOK_URL: sink.url };
  const run = await raccord(['run', '--siret', SIRET], variables);
  await sink.close();
  expect(run.exitCode, run.stderr).toBe(5);
  expect(run.stderr).toContain('raccord sign-in --headed');
  expect(sink.posts).toHaveLength(1);
  expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({
    command: 'run',
    exitCode: 5,
    stoppedBecause: expect.stringContaining('raccord sign-in --headed'),
  });
  expect(sink.posts[0]?.body).not.toContain(portal.administrator.password);
});

test.describe('at a terminal', () => {
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  test('one second factor by day serves the batch at night, and one that is asked for in its middle ends it until a person came', async ({
    portal,
    folder,
    raccordHere: raccord,
    startRaccord,
    raccordOnTerminal,
  }) => {
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n${OTHER}\n`);
    const signIn = raccordOnTerminal(['sign-in']);
    await answerCode(signIn, portal, 1);
    expect((await signIn.finished).exitCode).toBe(0);

    const night = startRaccord([...BATCH, '--concurrency', '1']);
    await night.says(/enrolled/u);
    portal.endSessions();
    const { exitCode, stderr } = await night.finished;
    expect(exitCode, stderr).toBe(5);
    expect(stderr).toContain('raccord sign-in --headed');
    expect(portal.truth().accounts).toHaveLength(1);

    const again = raccordOnTerminal(['sign-in']);
    await answerCode(again, portal, 3);
    expect((await again.finished).exitCode).toBe(0);
    const codes = portal.sentCodes().length;
    const rest = await raccord(BATCH);
    expect(rest.exitCode, rest.stderr).toBe(0);
    expect(portal.sentCodes()).toHaveLength(codes);
    expect(portal.truth()).toMatchObject({ connections: [{}, {}], accounts: [{}, {}], writes: 2 });
  });
});

test.describe('at a window', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  test('a person who is asked in the middle of a batch answers there, and the batch goes on', async ({
    portal,
    folder,
    raccordOnTerminal,
  }) => {
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n${OTHER}\n`);
    const display = await startDisplay();
    const variables = { DISPLAY: display.name };
    const batch = raccordOnTerminal([...BATCH, '--concurrency', '1', '--headed'], variables);
    const answerInWindow = async (asked: number): Promise<void> => {
      const told = (): number => batch.printed().match(/10 min/gu)?.length ?? 0;
      await expect.poll(told, { timeout: 120_000 }).toBe(asked);
      display.type(portal.sentCodes().at(-1)?.code ?? '');
      display.press('Return');
    };
    await answerInWindow(1);
    await expect.poll(() => portal.truth().accounts.length, { timeout: 180_000 }).toBe(1);
    portal.endSessions();
    await answerInWindow(2);
    expect((await batch.finished).exitCode, batch.printed()).toBe(0);
    await display.close();
    expect(portal.sentCodes()).toHaveLength(2);
    expect(portal.truth()).toMatchObject({ connections: [{}, {}], accounts: [{}, {}], writes: 2 });
  });
});

/** Types the portal's latest code once it was sent so many. */
async function answerCode(command: Running, portal: StandInPortal, sent: number): Promise<void> {
  await command.says(/Code that the portal sent by e-mail/u);
  expect(portal.sentCodes()).toHaveLength(sent);
  command.type(`${portal.sentCodes().at(-1)?.code ?? ''}\r`);
}
