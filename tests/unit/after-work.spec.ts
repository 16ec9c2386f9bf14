import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../src/app.ts';
import { deliverAfter } from '../../src/cli/deliveries/deliver-after.ts';
import { notifyRunEnded, type BatchEnd } from '../../src/cli/results/batch-end.ts';
import { notifyRenewalsEnded, type RenewalEnd } from '../../src/cli/renew/renew-end.ts';
import { reportRun } from '../../src/cli/results/write-run-report.ts';
import { verifyAfter } from '../../src/cli/verification/verify-after.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import type { Config } from '../../src/config/config.ts';
import { newIdentity } from '../../src/credentials/keys/key-files.ts';
import { systemClock } from '../../src/domain/clock.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { RenewalResult } from '../../src/domain/renewal-outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { ExitCode } from '../../src/errors/exit-code.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { LaterTrouble } from '../../src/reporting/notify/run-summary.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { WebSink } from '../../fixtures/playwright/web-sink.ts';
import { expect, listTo, test as base } from './notify-fixtures.ts';

const LYON = '73282932000074' as Siret;
const LILLE = '73282932000017' as Siret;

interface Place {
  readonly context: CommandContext;
  readonly config: Config;
  /** What the command printed for people. */
  readonly said: string[];
  readonly ledger: Ledger;
  readonly app: App;
  /** Interrupts the command. */
  readonly interrupt: () => void;
  readonly sink: WebSink;
}

/** A home with one captured password, that no sink has and the API has not proven. */
const test = base.extend<{ place: Place }>({
  place: async ({ folder: home, webSink }, use) => {
    const said: string[] = [];
    const controller = new AbortController();
    const sink = await webSink();
    const identityFile = join(home, 'identity.txt');
    const { text } = await newIdentity(systemClock);
    await writeFile(identityFile, text.reveal(), { mode: 0o600 });
    const entry = {
      ...{ siret: LYON, status: 'current' },
      credential: { id: 'c1', login: 'TECH_1@cpro.fr', capturedAt: '2026-11-27T00:00:00Z' },
    };
    const ledger = {
      credentials: () => Promise.resolve([entry]),
      credential: () => Promise.resolve(entry),
      deliveries: { all: () => Promise.resolve([]) },
      verifications: { latest: () => Promise.resolve(new Map()) },
      endRun: () => Promise.resolve(),
    } as unknown as Ledger;
    const signal = new AbortController().signal;
    const app = {
      withDeliveryLock: (_: Ledger, work: (lost: AbortSignal) => unknown) => work(signal),
      withLedger: (work: (one: Ledger) => unknown) => work(ledger),
      vault: () => Promise.resolve({}),
      piste: () => ({}),
    } as unknown as App;
    const config = {
      ...{ home, identityFile, timezone: 'Europe/Paris', environment: 'production', network: {} },
      ...{ portalUrl: new URL('https://portail.example'), contact: {}, readyAfterMs: 0 },
      delivery: { folder: { path: join(home, 'handed-over'), recipients: ['age1x'] } },
      notify: { webhook: { url: new Secret(sink.url), format: 'json' } },
    } as unknown as Config;
    const context = {
      texts: textsFor('en'),
      redactor: new Redactor(),
      signal: controller.signal,
      version: '1',
      line: ['batch', '--input', 'clients.csv', '--yes'],
      processEnvironment: { language: 'en', folder: home, hasDisplay: false },
      terminal: { err: (line: string) => said.push(line), out: (line: string) => said.push(line) },
    } as unknown as CommandContext;
    const interrupt = (): void => controller.abort('SIGTERM');
    await use({ context, config, said, ledger, app, interrupt, sink });
  },
});

/** The end of a batch of one SIRET that went well. */
function endOf(home: string): BatchEnd {
  const result = {
    ...{ siret: LYON, durationMs: 1000, evidence: join(home, 'evidence', 'run', LYON) },
    connection: { outcome: 'created' as Outcome, applicationName: 'Nom1' },
    account: { outcome: 'created' as Outcome, login: 'TECH_1@cpro.fr', credentialId: 'c1' },
  };
  return { enrolled: [{ result, causes: [] }], untouched: [], left: 0 };
}

/** Delivers, and tells the end of the batch to its recipients and in its report. */
async function deliverAndTell({ context, config, ledger, app, sink }: Place): Promise<{
  readonly exitCode: ExitCode;
  readonly told: Record<string, unknown>;
  readonly report: (file: string) => Promise<string>;
}> {
  const logger = listTo([]);
  const afterwards: LaterTrouble[] = [];
  const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
  const exitCode = await deliverAfter(context, { config, ledger, app, logger, failed }, 0);
  const end = endOf(config.home);
  const run = { command: 'batch', startedAt: new Date(), exitCode, afterwards };
  await notifyRunEnded(context, { ...run, config, logger, end, requests: [] });
  const { enrolled } = end;
  const written = await reportRun(context, config, logger, { ...run, runId: 'run', enrolled });
  return {
    exitCode,
    told: JSON.parse(sink.posts[0]?.body ?? '') as Record<string, unknown>,
    report: (file) => readFile(join(written?.folder ?? '', file), 'utf8'),
  };
}

test('deliveries that fail without a SIRET are in the mail, the page, and the files for programs', async ({
  place,
}) => {
  await chmod(place.config.identityFile ?? '', 0o644);
  const { exitCode, told, report } = await deliverAndTell(place);
  expect(exitCode).toBe(1);
  expect(told).toMatchObject({
    ...{ exitCode: 1, failures: [], errors: [{ code: 'FILE_TOO_OPEN' }] },
    sirets: { all: 1, failed: 0, left: 0 },
    next: [{ what: expect.stringContaining('chmod') as unknown }, {}],
  });
  expect(told).not.toHaveProperty('inOrder');
  expect(told.text).toMatch(/^After the work +FILE_TOO_OPEN: /mu);
  expect(told.text).not.toContain('In order');
  const page = await report('index.html');
  expect(page).toContain('<h2 id="todo">');
  expect(page).toContain('<h2 id="failures">');
  expect(page).toContain('FILE_TOO_OPEN');
  expect(JSON.parse(await report('report.json'))).toMatchObject({
    failures: [{ code: 'FILE_TOO_OPEN', what: expect.any(String) as unknown }],
  });
  const junit = await report('junit.xml');
  expect(junit).toContain('tests="3" failures="0" errors="1"');
  expect(junit).toContain('<error type="FILE_TOO_OPEN"');
});

test('an interruption in the last SIRET is told as one, with the deliveries that it left', async ({
  place,
}) => {
  place.interrupt();
  const { exitCode, told, report } = await deliverAndTell(place);
  expect(exitCode).toBe(130);
  expect(place.said.join('\n')).toMatch(/DELIVERY_FAILED[^]*not tried: interrupted/u);
  expect(told).toMatchObject({
    ...{ exitCode: 130, errors: [], inOrder: 0 },
    failures: [{ siret: LYON, code: 'DELIVERY_FAILED' }],
  });
  expect(JSON.parse(await report('report.json'))).toMatchObject({
    failures: [{ code: 'DELIVERY_FAILED', sirets: [LYON], commands: ['raccord deliver'] }],
  });
  expect(await report('junit.xml')).toMatch(/<error type="DELIVERY_FAILED"[^]*SIRET: 73282932/u);
});

test('an interruption before the verifications is told as one, unless there were none', async ({
  place: { context, config, app, said, interrupt },
}) => {
  interrupt();
  const afterwards: LaterTrouble[] = [];
  const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
  const proving = { config, app, runId: 'run', again: false, json: false, failed };
  const none = await verifyAfter(context, { ...proving, sirets: [LILLE] }, 0);
  expect(none.exitCode).toBe(0);
  const left = await verifyAfter(context, { ...proving, sirets: [LYON] }, 0);
  expect(left.exitCode).toBe(130);
  expect(said).toEqual([expect.stringMatching(/^! INTERRUPTED: .*"raccord verify"/u)]);
  expect(afterwards).toMatchObject([{ code: 'INTERRUPTED', commands: ['raccord verify'] }]);
});

test('renewals are counted in accounts, and one that is due but not raccord’s is not in order', async ({
  place: { context, config, sink },
}) => {
  const result = (siret: Siret, login: string, outcome: RenewalResult['outcome']) => ({
    ...{ siret, login, outcome, own: outcome !== 'adoptable' },
  });
  const results = [
    result(LYON, 'TECH_1', 'not-due'),
    result(LYON, 'TECH_2', 'adoptable'),
    result(LILLE, 'TECH_3', 'renewed'),
  ];
  const end: RenewalEnd = { results, enrolled: [], left: 0 };
  const logger = listTo([]);
  const run = { config, logger, startedAt: new Date(), exitCode: 0, end } as const;
  await notifyRenewalsEnded(context, run);
  const told = JSON.parse(sink.posts[0]?.body ?? '') as Record<string, unknown>;
  expect(told).toMatchObject({
    ...{ sirets: { all: 3, failed: 0, left: 0 }, inOrder: 2 },
    next: [{ what: expect.stringContaining('--adopt') as unknown, sirets: [LYON], commands: [] }],
  });
  expect(told.text).toMatch(/^Done: 3 accounts$/mu);
  expect(told.text).toMatch(/^In order +2 of 3 accounts: nothing to do there$/mu);
});
