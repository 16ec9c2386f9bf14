import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startHooked, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';
import { SIRET, variablesOf } from './aftermath.ts';
import { CANARIES, findCanaries } from './canaries.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { libraryWordsIn } from './library-words.ts';
import type { Verdict } from './verdict.ts';

const LOGIN = `TECH_1_${SIRET}@cpro.fr`;
const DAY_MS = 86_400_000;

/** Durable writes of a renewal, and somewhat more: pictures differ in number. */
const WRITES = 84;

/** In every `npm test`: the click is intended. */
const SOME = 64;

const EXPORTED = z.array(z.object({ login: z.string(), password: z.string() }));
const RENEWALS = z.object({ renewals: z.array(z.object({ outcome: z.string() })) });

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    autofillDelayMs: 80,
    secondFactor: 'none',
    nextPasswords: CANARIES,
    existingAccounts: [
      { siret: SIRET, createdAt: new Date(Date.now() - 400 * DAY_MS).toISOString() },
    ],
  },
});

for (let number = 1; number <= WRITES; number += 1) {
  const tag = number === SOME ? '@representative' : '@whole';
  test(
    `a renewal that is killed right after its durable write ${number} loses no password`,
    { tag },
    async ({ portal, folder, home }, info) => {
      const environment = variablesOf({ portal, folder, home });
      const args = ['renew', '--siret', SIRET, '--adopt', '--json', '--min-interval', '0'];
      const killed = await startHooked('kill-hook', [...args, '--verbose'], {
        environment: { ...environment, RACCORD_KILL_AFTER: `${number}` },
        folder,
      }).finished;
      expect([null, 0], killed.stderr).toContain(killed.exitCode);

      const next = await raccordHere(args, { environment, folder });
      const file = join(folder, 'opened.json');
      await raccordHere(['credentials', 'export', '--unproven', '--output', file], {
        environment,
        folder,
      });
      const kept = EXPORTED.parse(JSON.parse(await readFile(file, 'utf8')));
      const verdict: Verdict = {
        ...judge(kept, portal.truth()),
        leaked: await findCanaries(home, [killed, next], portal),
        raw: [killed, next].flatMap(libraryWordsIn),
        ended: endedOf(next),
      };
      const step = /"step":"([a-z-]+)"(?!.*"step":)/su.exec(killed.stderr)?.[1];
      const row = {
        step: step ?? 'before any step',
        fault: `SIGKILL of a renewal after durable write ${number}`,
        ...(killed.exitCode === null && { code: 'killed' }),
        ...verdict,
      };
      info.annotations.push({ type: 'case', description: JSON.stringify(row) });
      expect(verdict, `${killed.stderr}\n---\n${next.stderr}`).toEqual({
        lost: [],
        doubled: [],
        leaked: [],
        raw: [],
        ended: expect.stringMatching(/^(?:as meant|not proven)$/u) as unknown as string,
      } satisfies Verdict);
    },
  );
}

/** Whose reset the list shows, after a kill at the click, only the password tells. */
function endedOf({ exitCode, stdout }: Finished): string {
  const { renewals } = RENEWALS.parse(JSON.parse(stdout));
  const [outcome] = renewals.map((renewal) => renewal.outcome);
  if (exitCode === 1 && outcome === 'doubtful') return 'not proven';
  const isMeant = ['renewed', 'recovered', 'not-due'].includes(outcome ?? '');
  return exitCode === 0 && isMeant ? 'as meant' : `exit ${String(exitCode)}, ${String(outcome)}`;
}

/** Reset once, and what the portal holds now is the one password that is kept as current. */
function judge(
  kept: z.infer<typeof EXPORTED>,
  { accounts, writes }: Truth,
): Pick<Verdict, 'lost' | 'doubled'> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const own = kept.filter(({ login }) => login === LOGIN);
  if (writes === 0) lost.push('the reset');
  if (own.every(({ password }) => password !== accounts[0]?.password)) {
    lost.push(`the password of ${LOGIN}`);
  }
  if (writes > 1) doubled.push(`${writes} writes`);
  if (own.length > 1) doubled.push(`${own.length} credentials of ${LOGIN}`);
  return { lost, doubled };
}
