import { expect, test } from '@playwright/test';
import type { AnyRaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import {
  runBatch,
  type BatchOptions,
  type BatchOutcome,
  type RequestHandler,
} from '../../src/robot/run-batch.ts';
import type { EnrolmentReport } from '../../src/robot/enrolment-report.ts';
import { errorOf } from './error-details.ts';

type Work = RequestHandler<EnrolmentRequest, EnrolmentReport>;

const CONTACT = { name: 'Camille Martin', phone: '0478000000', email: 'c@exemple.fr' };

function requests(count: number): EnrolmentRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    siret: String(10_000_000_000_000 + index) as Siret,
    contact: CONTACT,
    newAccount: false,
  }));
}

function enrolled({ siret }: EnrolmentRequest, cause?: AnyRaccordError): EnrolmentReport {
  const outcome = cause === undefined ? 'created' : 'failed';
  const result = {
    siret,
    connection: { outcome },
    account: { outcome },
    evidence: '',
    durationMs: 1,
  } as const;
  return { result, causes: cause === undefined ? [] : [cause] };
}

/** Errors by the position of the request that meets them. */
type Script = Readonly<Record<number, ErrorCode>>;

function scripted(all: readonly EnrolmentRequest[], script: Script) {
  const log: string[] = [];
  const work: Work = async (request) => {
    const index = all.indexOf(request);
    log.push(`begin ${index}`);
    await Promise.resolve();
    log.push(`end ${index}`);
    const code = script[index];
    return enrolled(request, code === undefined ? undefined : errorOf(code, {}));
  };
  return { log, work };
}

function options(changes: Partial<BatchOptions> = {}): BatchOptions {
  return { concurrency: 1, signal: new AbortController().signal, ...changes };
}

async function batchOf(
  count: number,
  script: Script,
  changes: Partial<BatchOptions> = {},
): Promise<{ outcome: BatchOutcome; log: string[] }> {
  const all = requests(count);
  const { log, work } = scripted(all, script);
  const workers: [Work, ...Work[]] = [work, ...Array.from({ length: 3 }, () => work)];
  return { outcome: await runBatch(all, workers, options(changes)), log };
}

function resultsOf({ enrolled: all }: BatchOutcome) {
  return all.map(({ result }) => result);
}

function causesOf({ enrolled: all }: BatchOutcome) {
  return all.flatMap(({ causes }) => causes);
}

test('the first SIRET goes alone, the rest side by side', async () => {
  const { outcome, log } = await batchOf(5, {}, { concurrency: 2 });
  expect(resultsOf(outcome)).toHaveLength(5);
  expect(log.slice(0, 4)).toEqual(['begin 0', 'end 0', 'begin 1', 'begin 2']);
});

test('while none went as meant each SIRET goes alone', async () => {
  const script = { 0: 'STRUCTURE_NOT_OFFERED', 1: 'DECLARATION_REFUSED' } as const;
  const { outcome, log } = await batchOf(4, script, { concurrency: 2 });
  expect(log.slice(0, 6)).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
  expect(resultsOf(outcome)).toHaveLength(4);
  expect(outcome.stopped).toBeUndefined();
});

test('one that fails is set aside and the rest goes on', async () => {
  const { outcome } = await batchOf(5, { 2: 'ACCOUNT_REFUSED' });
  expect(resultsOf(outcome).map(({ account }) => account.outcome)).toEqual([
    'created',
    'created',
    'failed',
    'created',
    'created',
  ]);
  expect(causesOf(outcome).map(({ code }) => code)).toEqual(['ACCOUNT_REFUSED']);
});

test('three in a row that fail for one reason stop the run', async () => {
  const drift = 'CONTROL_NOT_FOUND';
  const { outcome } = await batchOf(9, { 1: drift, 2: drift, 3: drift });
  expect(outcome.stopped).toEqual({ kind: 'same-reason', code: 'CONTROL_NOT_FOUND' });
  expect(resultsOf(outcome)).toHaveLength(4);
});

test('a success between them, or another reason, does not stop the run', async () => {
  const drift = 'CONTROL_NOT_FOUND';
  const script = { 1: drift, 2: drift, 4: drift, 5: 'READ_BACK_DIFFERS', 6: drift } as const;
  const { outcome } = await batchOf(8, script);
  expect(outcome.stopped).toBeUndefined();
  expect(resultsOf(outcome)).toHaveLength(8);
});

test('failures that are about one SIRET never count as the portal’s', async () => {
  const refused = 'STRUCTURE_NOT_OFFERED';
  const { outcome } = await batchOf(6, { 1: refused, 2: refused, 3: refused, 4: refused });
  expect(outcome.stopped).toBeUndefined();
});

test('--max-failures stops after so many, whatever their reasons', async () => {
  const script = { 1: 'ACCOUNT_REFUSED', 3: 'STRUCTURE_NOT_OFFERED' } as const;
  const { outcome } = await batchOf(9, script, { maxFailures: 2 });
  expect(outcome.stopped).toEqual({ kind: 'max-failures', failures: 2 });
  expect(resultsOf(outcome)).toHaveLength(4);
});

test('an account whose password is not here went as meant, however many there are', async () => {
  const script = Object.fromEntries(
    [0, 1, 2, 3].map((index) => [index, 'PASSWORD_MISSING'] as const),
  );
  const { outcome, log } = await batchOf(4, script, { concurrency: 2, maxFailures: 1 });
  expect(outcome).toMatchObject({ left: 0 });
  expect(outcome.stopped).toBeUndefined();
  expect(causesOf(outcome)).toHaveLength(4);
  expect(log.slice(0, 4)).toEqual(['begin 0', 'end 0', 'begin 1', 'begin 2']);
});

test('what would meet every other SIRET too stops the run at once', async () => {
  const { outcome } = await batchOf(5, { 1: 'VAULT_UNWRITABLE' });
  expect(outcome.stopped).toEqual({ kind: 'ends-all', code: 'VAULT_UNWRITABLE' });
  expect(resultsOf(outcome)).toHaveLength(2);
});

test('so it does where the first half failed by a reason of the SIRET’s own', async () => {
  const all = requests(3);
  const work: Work = (request) => {
    const first = enrolled(request, errorOf('STRUCTURE_NOT_OFFERED', {}));
    const second = errorOf('VAULT_UNWRITABLE', {});
    return Promise.resolve({ ...first, causes: [...first.causes, second] });
  };
  const outcome = await runBatch(all, [work], options());
  expect(outcome).toMatchObject({
    stopped: { kind: 'ends-all', code: 'VAULT_UNWRITABLE' },
    left: 2,
  });
});

test('an interruption lets the SIRET in hand end and begins no other', async () => {
  const controller = new AbortController();
  const all = requests(4);
  const work: Work = (request) => {
    if (request === all[1]) controller.abort();
    return Promise.resolve(enrolled(request));
  };
  const outcome = await runBatch(all, [work], options({ signal: controller.signal }));
  expect(outcome.stopped).toEqual({ kind: 'interrupted' });
  expect(resultsOf(outcome)).toHaveLength(2);
});

test('nobody signed in any more stops the run at once', async () => {
  for (const code of ['SESSION_ENDED', 'PASSWORD_REFUSED', 'CODE_NEEDED'] as const) {
    const { outcome } = await batchOf(5, { 1: code });
    expect(outcome).toMatchObject({ stopped: { kind: 'ends-all', code }, left: 3 });
  }
});

test('each SIRET waits for the hours in which it may write, and none begins after Ctrl-C', async () => {
  const controller = new AbortController();
  const holds: number[] = [];
  const waitForWindow = (): Promise<void> => {
    holds.push(holds.length);
    if (holds.length === 3) controller.abort();
    return Promise.resolve();
  };
  const { outcome, log } = await batchOf(5, {}, { waitForWindow, signal: controller.signal });
  expect(outcome).toMatchObject({ stopped: { kind: 'interrupted' }, left: 3 });
  expect(log).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1']);
});

test('a run whose last SIRET ends as it is interrupted was not stopped', async () => {
  const controller = new AbortController();
  const work: Work = (request) => {
    controller.abort();
    return Promise.resolve(enrolled(request));
  };
  const outcome = await runBatch(requests(1), [work], options({ signal: controller.signal }));
  expect(outcome).toEqual({ enrolled: [expect.anything()], left: 0 });
});

test('a defect of one worker is thrown once the others are done with what they had begun', async () => {
  const all = requests(9);
  const log: string[] = [];
  let goOn = (): void => undefined;
  const broken = new Promise<void>((resolve) => (goOn = resolve));
  const work: Work = async (request) => {
    const index = all.indexOf(request);
    log.push(`begin ${index}`);
    if (index === 1) {
      goOn();
      throw new Error('a defect');
    }
    if (index === 2) await broken;
    log.push(`end ${index}`);
    return enrolled(request);
  };
  await expect(runBatch(all, [work, work], options({ concurrency: 2 }))).rejects.toThrow(
    'a defect',
  );
  expect(log).toEqual(['begin 0', 'end 0', 'begin 1', 'begin 2', 'end 2']);
});
