import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNoKeyboard, type Display } from '../../fixtures/playwright/display.ts';
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
    stoppedBecause: expect.stringContaining('CODE_NEEDED'),
    next: expect.arrayContaining([expect.objectContaining({ commands: ['raccord sign-in'] })]),
  });
  expect(sink.posts[0]?.body).not.toContain(portal.administrator.password);
});

test.describe('at a terminal', () => {
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  test('one second factor by day serves the batch at night, and one that is asked for in its middle ends it until a person came @whole', async ({
    portal,
    folder,
    raccordHere: raccord,
    raccordOnTerminal,
  }) => {
    await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n`);
    const signIn = raccordOnTerminal(['sign-in']);
    await answerCode(signIn, portal, 1);
    expect((await signIn.finished).exitCode).toBe(0);

    const { exitCode, stderr } = await raccord([...BATCH, '--verbose'], {}, (line) => {
      const isInRow = line.includes('"step":"open-account-form"') && line.includes(SIRET);
      if (isInRow && line.includes('step began')) portal.endSessions();
    });
    expect(exitCode, stderr).toBe(5);
    expect(stderr).toContain('raccord sign-in --headed');
    expect(portal.truth().accounts).toEqual([]);

    const again = raccordOnTerminal(['sign-in']);
    await answerCode(again, portal, 3);
    expect((await again.finished).exitCode).toBe(0);
    const codes = portal.sentCodes().length;
    const rest = await raccord(BATCH);
    expect(rest.exitCode, rest.stderr).toBe(0);
    expect(portal.sentCodes()).toHaveLength(codes);
    expect(portal.truth()).toMatchObject({ connections: [{}, {}], accounts: [{}], writes: 1 });
  });
});

/** What a person at a window is asked in the middle of. */
const AT_WINDOW = [
  { work: 'run', args: ['run', '--siret', SIRET, '--only', 'account'], made: 1, tag: [] },
  { work: 'batch', args: [...BATCH, '--concurrency', '1'], made: 2, tag: ['@whole'] },
] as const;

test.describe('at a window', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  for (const { work, args, made, tag } of AT_WINDOW) {
    const title = `a person who is asked in the middle of a ${work} answers there, and it goes on`;
    test(title, { tag: [...tag] }, async ({ display, portal, folder, raccordOnTerminal }) => {
      await writeFile(join(folder, 'roster.csv'), `siret\n${SIRET}\n${OTHER}\n`);
      // Its pages: where one signs in, home behind that, and home as the work begins.
      portal.fail({ at: 'portal', how: 'session-ended-asking', after: 2 });
      const running = raccordOnTerminal([...args, '--headed'], { DISPLAY: display.name });
      for (const asked of [1, 2]) {
        const told = (): number => running.printed().match(/10 min/gu)?.length ?? 0;
        await expect.poll(told, { timeout: 120_000 }).toBe(asked);
        await typeCode(display, portal, asked);
      }
      expect((await running.finished).exitCode, running.printed()).toBe(0);
      expect(portal.sentCodes()).toHaveLength(2);
      const { accounts, writes } = portal.truth();
      expect([accounts.length, writes]).toEqual([made, made]);
    });
  }
});

/**
 * Types the portal's latest code in the window until it is taken: a page that was only just shown may
 * not have given its field the focus.
 * @param signIns how many there are then.
 */
async function typeCode(display: Display, portal: StandInPortal, signIns: number): Promise<void> {
  const typed = async (): Promise<void> => {
    display.press('ctrl+a');
    display.type(portal.sentCodes().at(-1)?.code ?? '');
    display.press('Return');
    await expect.poll(() => portal.truth().signIns.length, { timeout: 5_000 }).toBe(signIns);
  };
  await expect(typed).toPass({ timeout: 120_000 });
}

/** Types the portal's latest code once it was sent so many. */
async function answerCode(command: Running, portal: StandInPortal, sent: number): Promise<void> {
  await command.says(/Code that the portal sent by e-mail/u);
  expect(portal.sentCodes()).toHaveLength(sent);
  command.type(`${portal.sentCodes().at(-1)?.code ?? ''}\r`);
}
