import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { environmentFor, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { RESOURCES, type Resource } from '../../src/domain/ledger-event.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { expect } from '../../fixtures/playwright/test.ts';
import { documentOf, enrolmentDocument } from '../cli/documents.ts';
import { findCanaries } from './canaries.ts';
import { judge, type Verdict } from './verdict.ts';

export const SIRET = '73282932000074';

/** A home on a portal, and what was run there with a fault. */
export interface Place {
  readonly portal: StandInPortal;
  readonly folder: string;
  readonly home: string;
}

export function variablesOf({ portal, home }: Place): Record<string, string> {
  return { ...environmentFor(portal, home), RACCORD_SETTLE: '1500ms' };
}

/** A row of the table, and how the plain run is made. */
interface Row {
  readonly info: TestInfo;
  readonly step: string;
  readonly fault: string;
  /** Flags of a second plain run: what a person does where nothing was made. */
  readonly more?: readonly string[];
  /** The half that the fault met, where the plain run does that one alone. Default: both. */
  readonly only?: Resource;
  /** Default: inside the test's own process. */
  readonly runPlainly?: (args: readonly string[]) => Promise<Finished>;
}

/** Runs raccord plainly after a run that met a fault, and holds what is there against what must be. */
export async function expectAftermath(
  place: Place,
  first: Finished,
  { info, step, fault, more = [], only, runPlainly }: Row,
): Promise<void> {
  const { portal, folder, home } = place;
  const environment = variablesOf(place);
  const start = runPlainly ?? ((args) => raccordHere(args, { environment, folder }));
  const run = (...flags: readonly string[]): Promise<Finished> =>
    start([...argsOf(only), ...flags]);
  portal.clearFaults();
  portal.landLate();
  const runs = [first, await run()];
  if (more.length > 0) runs.push(await run(...more));
  const file = join(folder, 'opened.json');
  const opened = await raccordHere(['credentials', 'export', '--unproven', '--output', file], {
    environment,
    folder,
  });
  const status = await raccordHere(['status', '--json'], { environment, folder });
  const verdict = judge({
    resources: only === undefined ? RESOURCES : [only],
    truth: portal.truth(),
    opened: opened.exitCode === 0 ? await readFile(file, 'utf8') : undefined,
    status: status.stdout,
    last: runs.at(-1) ?? first,
    told: [...runs, opened, status],
    leaks: await findCanaries(home, [...runs, status], portal),
  });
  info.annotations.push({
    type: 'case',
    description: JSON.stringify({ step, fault, code: codeOf(first), ...verdict }),
  });
  expect(verdict, runs.map(({ stderr }) => stderr).join('\n---\n')).toEqual({
    lost: [],
    doubled: [],
    leaked: [],
    raw: [],
    // Where nothing shows that our request arrived, the password is kept and not proven.
    ended: expect.stringMatching(/^(?:as meant|not proven)$/u) as unknown as string,
  } satisfies Verdict);
}

/** What a run of one half, or of both, is started with. */
export function argsOf(only?: Resource): readonly string[] {
  const flags = ['run', '--siret', SIRET, '--json', '--verbose', '--retry-pause', '100ms'];
  return only === undefined ? flags : [...flags, '--only', only];
}

/** The code of what ended a run, or of the first half that failed; undefined where none did. */
export function codeOf(finished: Finished): string | undefined {
  const { exitCode, stdout } = finished;
  if (exitCode === 0) return undefined;
  if (stdout === '') return 'killed';
  const document = JSON.parse(stdout) as { error?: { code: string } };
  if (document.error !== undefined) return document.error.code;
  const { connection, account } = documentOf(finished, enrolmentDocument);
  return connection.error?.code ?? account.error?.code;
}

/** Steps of the one half, or of the other and of both. */
export function resourceOf(step: string): Resource {
  return /connection|declaration/u.test(step) ? 'connection' : 'account';
}
