import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { whyNoDisplay } from '../../fixtures/playwright/display.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { NOTHING_TAUGHT } from '../../src/teaching/taught.ts';
import type { TaughtRequest } from '../../src/teaching/taught-request.ts';

const SIRET = '73282932000074';
const PLAN = ['plan', '--siret', SIRET] as const;

const HELD = {
  otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }],
  existingAccounts: [{ siret: SIRET }],
};

test.describe('a portal that reads and creates accounts at one address', () => {
  test.use({ portalOptions: { reads: 'one-endpoint', ...HELD } });
  test.describe.configure({ timeout: 120_000 });

  const call = (host: string, path: string, method: string, names: string[]): TaughtRequest => ({
    ...{ host, path, at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0', method: 'POST' },
    names: ['id', 'jsonrpc', 'method', ...names],
    operations: [`method=${method}`],
  });

  const READS = [
    {
      ...call('cpro.localhost', '/cpp/raccordementsApi/services', 'raccordements.tableau', []),
      names: ['?execution', 'jsonrpc', 'method', 'params.hauteur', 'params.page'],
    },
    call('portail.localhost', '/services', 'structures.offertes', ['params.saisie']),
    call('portail.localhost', '/services', 'structure.fiche', ['params.structure']),
  ];

  test('plan stops and names --teach, and goes through once its reads were taught', async ({
    portal,
    home,
    raccordHere,
  }) => {
    const stopped = await raccordHere([...PLAN]);
    expect(stopped.exitCode, stopped.stderr).toBe(6);
    expect(stopped.stderr).toContain('REQUEST_STOPPED');
    expect(stopped.stderr).toContain('"raccord plan --siret SIRET --headed --teach"');

    const file = join(home, 'taught.json');
    await writeFile(file, JSON.stringify({ ...NOTHING_TAUGHT, requests: READS }));
    await chmod(file, 0o600);
    const plan = await raccordHere([...PLAN, '--json']);
    expect(plan.exitCode, plan.stderr).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      enrolments: [{ connection: { found: 'Pldiffusion1' }, account: { action: 'nothing to do' } }],
    });
    expect(portal.writeRequests()).toBe(0);

    // As an earlier version could leave it.
    const unnamed = READS.map((request) => ({ ...request, names: [''] }));
    await writeFile(file, JSON.stringify({ ...NOTHING_TAUGHT, requests: unnamed }));
    const damaged = await raccordHere(['taught', 'list']);
    expect(damaged.exitCode, damaged.stderr).toBe(2);
    expect(damaged.stderr).toContain('"raccord taught forget --all"');
    const forgotten = await raccordHere(['taught', 'forget', '--all']);
    expect(forgotten.exitCode, forgotten.stderr).toBe(0);
    expect((await raccordHere(['taught', 'list'])).exitCode).toBe(0);
  });
});

/** Answers questions of a terminal as long as they come, and returns how many there were. */
async function sayYes(run: Running): Promise<number> {
  let answered = 0;
  let isOver = false;
  void run.finished.then(() => (isOver = true));
  await expect
    .poll(
      () => {
        // An answered question is printed once more; what comes before it is not.
        const shown = run.printed().split('stopped this request:').slice(1);
        if (shown.length > answered && shown.at(-1)?.includes('Does it only read?') === true) {
          answered = shown.length;
          run.type('y');
        }
        return isOver;
      },
      { timeout: 200_000 },
    )
    .toBe(true);
  return answered;
}

test.describe('a portal that says nowhere that it reads', () => {
  test.skip(whyNoDisplay() !== undefined, whyNoDisplay());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
  test.use({ portalOptions: { reads: 'unnamed', ...HELD } });
  test.describe.configure({ timeout: 240_000 });

  const title = 'a person says at the terminal what only reads, and the next plan needs nobody';
  test(
    title,
    { tag: '@whole' },
    async ({ display, portal, home, raccordHere, raccordOnTerminal }) => {
      const run = raccordOnTerminal([...PLAN, '--headed', '--teach'], { DISPLAY: display.name });
      const asked = await sayYes(run);
      const { exitCode } = await run.finished;
      expect(exitCode, run.printed().slice(-3_000)).toBe(0);
      expect(asked).toBe(3);
      expect(run.printed()).toContain('POST portail.localhost/donnees/structures/:id');
      const file = join(home, 'taught.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).not.toMatch(/\d{9}|[\da-f]{32}/u);

      const next = await raccordHere([...PLAN, '--json']);
      expect(next.exitCode, next.stderr).toBe(0);
      const list = await raccordHere(['taught', 'list']);
      expect(list.stdout).toContain('/cpp/raccordementsApi/tableaux/:number');
      const forgotten = await raccordHere(['taught', 'forget', '/donnees/structures']);
      expect(forgotten.exitCode, forgotten.stderr).toBe(0);
      expect((await raccordHere([...PLAN])).exitCode).toBe(6);
      expect(portal.writeRequests()).toBe(0);
    },
  );
});
