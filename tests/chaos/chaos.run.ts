import { expect, test } from '@playwright/test';
import { describeCase, faultsOf } from './case.ts';
import { caseSeed, drawCase } from './draw.ts';
import { perform, type Performed } from './perform.ts';
import { judgeCase, isGood, type ChaosVerdict } from './verdict.ts';

/**
 * Random cases, as many as time allows; `npm run chaos` says how many, from which seed and for how
 * long. Each is drawn from a number of its own, which alone draws it again.
 */
const { seed, cases, minutes, browserWorkers, show } = {
  seed: numberOf('SEED', 1),
  cases: numberOf('CASES', Infinity),
  minutes: numberOf('MINUTES', 5),
  browserWorkers: numberOf('LANES', 1),
  show: numberOf('SHOW', 0),
};

const deadline = performance.now() + minutes * 60_000;

for (let browserWorker = 0; browserWorker < browserWorkers; browserWorker += 1) {
  test(`whatever happens, nothing is lost, doubled, leaked or wrongly told, ${browserWorker + 1}`, async ({}, info) => {
    const failures: string[] = [];
    for (
      let index = browserWorker;
      index < cases && performance.now() < deadline;
      index += browserWorkers
    ) {
      const result = await tryCase(caseSeed(seed, index));
      info.annotations.push({ type: 'case', description: JSON.stringify(result) });
      console.log(lineOf(index, result));
      if (result.replay !== undefined) failures.push(result.replay);
    }
    expect(failures).toEqual([]);
  });
}

/** What a case came to, for the table in the end. */
interface CaseResult extends Partial<ChaosVerdict> {
  readonly seed: number;
  readonly ms: number;
  readonly faults: readonly string[];
  readonly lastEnds: readonly string[];
  readonly hung: readonly string[];
  /** Why there is no verdict, where there is none. */
  readonly broken?: string;
  /** The line that runs it again, where something went wrong. */
  readonly replay?: string;
}

async function tryCase(caseSeed: number): Promise<CaseResult> {
  const chaos = drawCase(caseSeed);
  const began = performance.now();
  const done = await perform(chaos).then(
    (performed) => ({ performed, verdict: judgeCase(performed.evidence) }),
    (error: unknown) => ({ broken: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
  const { performed, verdict, broken } = {
    performed: undefined,
    verdict: undefined,
    broken: undefined,
    ...done,
  };
  const isBad = verdict === undefined || !isGood(verdict);
  if (show > 0) console.log(wholeStory(performed));
  return {
    seed: caseSeed,
    ms: Math.round(performance.now() - began),
    faults: faultsOf(chaos),
    lastEnds: performed?.lastEnds ?? [],
    hung: performed?.hung ?? [],
    ...verdict,
    ...(broken !== undefined && { broken }),
    ...(isBad && { replay: `npm run chaos -- --seed ${caseSeed} --cases 1` }),
  };
}

function lineOf(index: number, { seed: own, ms, replay, ...result }: CaseResult): string {
  const head = `case ${index + 1}, ${(ms / 1_000).toFixed(1)} s`;
  if (replay === undefined)
    return `${head}: good (seed ${own}), then ${result.lastEnds.join(', ')}`;
  const kinds = {
    LOST: result.lost,
    DOUBLED: result.doubled,
    LEAKED: result.leaked,
    'WRONGLY TOLD': result.wronglyTold,
    HUNG: result.hung,
    'NO VERDICT': result.broken === undefined ? [] : [result.broken],
  };
  const findings = Object.entries(kinds).flatMap(([kind, lines = []]) =>
    lines.map((line) => `  ${kind}: ${line}`),
  );
  return [`${head}: ${describeCase(drawCase(own))}`, ...findings, `  ${replay}`].join('\n');
}

/** All that was printed, and what is left: it holds no secret, or LEAKED says so. */
function wholeStory(performed: Performed | undefined): string {
  if (performed === undefined) return '';
  const { told, truth, homes } = performed.evidence;
  const printed = told.map(({ home, command, startedAt, exitCode, stdout, stderr }) =>
    [
      `--- ${startedAt} ${home}: ${JSON.stringify(command)}, exit ${String(exitCode)}`,
      stdout,
      stderr,
    ].join('\n'),
  );
  const history = truth.history.map(({ at, by, action, name }) => `${at} ${by} ${action} ${name}`);
  const kept = homes.map(
    ({ name, listed, standing }) => `${name}: ${JSON.stringify({ listed, standing })}`,
  );
  return [...printed, '--- the portal', ...history, '--- the homes', ...kept].join('\n');
}

function numberOf(name: string, usual: number): number {
  const text = process.env[`RACCORD_CHAOS_${name}`];
  return text === undefined || text === '' ? usual : Number(text);
}
