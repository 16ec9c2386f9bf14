import { rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { DEMO_CONTACT, DEMO_SIRETS } from '../../../fixtures/rosters/demo.ts';
import type { StandInPortal } from '../../../fixtures/portal/options.ts';
import type { Config, LocalConfig } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { hasError, type EnrolmentResult } from '../../domain/outcome.ts';
import { Secret } from '../../secrets/secret.ts';
import { renderError } from '../../messages/render.ts';
import { makePrivateFolder } from '../../files/durable-file.ts';
import type { WrittenReport } from '../../reporting/report/write-report.ts';
import { countSirets } from '../../ledger/journals/run-rows.ts';
import { countBatch } from '../../robot/batch-totals.ts';
import type { EnrolmentReport } from '../../robot/enrolment-report.ts';
import { findRecipients } from '../../credentials/keys/key-files.ts';
import { demoConfig } from '../options/demo-home.ts';
import { appOf, localConfigOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { siretOf } from '../options/option-values.ts';
import { reportRun } from '../results/write-run-report.ts';
import { exitCodeOf, printInterruption, distinctCauses } from '../results/batch-end.ts';
import { resultTable } from '../terminal/text-tables.ts';
import { verifyAfter, type VerifiedAfterRun } from '../verification/verify-after.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

/** Settling time in milliseconds: the stand-in answers at once. */
const SETTLE_MS = 5_000;

export type DemoFlags = DebugFlags & { readonly fresh?: true; readonly json?: true };

/**
 * `raccord demo`: runs the whole job for a sample roster against the stand-in portal. Its state is
 * kept beside the demo's ledger, so that a second demo finds what the first one made.
 */
export const demo: Command<DemoFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const own = localConfigOf(context);
  const { home } = demoConfig(own);
  if (flags.fresh === true) await rm(home, { recursive: true, force: true });
  const portalHome = join(home, 'portal');
  await makePrivateFolder(portalHome);
  const { startPortal } = await import('../../../fixtures/portal/server.ts');
  const standIn = await startPortal({ stateFile: join(portalHome, 'state.json') });
  terminal.err(texts.demo.portal(standIn.url));
  const config = configFor(standIn, own);
  // The key opens only made-up passwords: no warning about its location is needed.
  await findRecipients({ configured: [], home, clock: systemClock });
  const setup = prepareRobot(context, config, flags, { all: DEMO_SIRETS.length });
  const { app, logger, progress, robotOptions } = setup;
  const startedAt = systemClock.now();
  const enrolled: EnrolmentReport[] = [];
  let report: WrittenReport | undefined;
  let runId = '';
  let exitCode: ExitCode;
  try {
    exitCode = await app.withRobot({ ...robotOptions, command: 'demo' }, async (robot, ledger) => {
      await robot.signIn();
      for (const text of DEMO_SIRETS) {
        if (signal.aborted) break;
        const one = await robot.enrol({
          siret: siretOf(text, config.environment),
          contact: DEMO_CONTACT,
          newAccount: false,
        });
        progress.enrolled(one.result);
        enrolled.push(one);
      }
      runId = robot.runId;
      const isWhole = enrolled.length === DEMO_SIRETS.length;
      const causes = enrolled.flatMap((one) => one.causes);
      const code = isWhole ? exitCodeOf(causes, robot.hasWritten) : EXIT.interrupted;
      const run = { runId, command: 'demo', startedAt, exitCode: code, enrolled };
      report = await reportRun(context, config, logger, run);
      await countSirets(ledger, countBatch(enrolled, 0).sirets);
      return code;
    });
  } finally {
    progress.end();
    await standIn.close();
  }
  printInterruption(context, enrolled);
  for (const { causes } of enrolled) {
    for (const cause of distinctCauses(causes)) terminal.err(renderError(cause, texts));
  }
  const done = { results: enrolled.map(({ result }) => result), report, home };
  if (flags.json !== true) printDemo(context, done);
  const { document, ...proven } = await prove(context, flags, { standIn, config, runId }, exitCode);
  if (flags.json === true) {
    terminal.json({ enrolments: done.results, report: report?.index, ...document });
  } else terminal.out(texts.demo.again(`${context.processEnvironment.calledAs} demo --fresh`));
  return proven.exitCode;
};

interface Proof {
  readonly standIn: StandInPortal;
  readonly config: Config;
  readonly runId: string;
}

/** Verifies the demo's credentials with the stand-in official API, where they work at once. */
async function prove(
  context: CommandContext,
  { json }: DemoFlags,
  { standIn, config, runId }: Proof,
  exitCode: ExitCode,
): Promise<VerifiedAfterRun> {
  if (context.signal.aborted) {
    return { exitCode: exitCode === EXIT.done ? EXIT.interrupted : exitCode, document: {} };
  }
  const { startPisteApi } = await import('../../../fixtures/piste/server.ts');
  const api = await startPisteApi({ truth: () => standIn.truth(), readyAfterMs: 0 });
  const { clientId, clientSecret, oauthUrl, apiUrl } = api;
  const piste = {
    ...{ clientId, clientSecret: new Secret(clientSecret), oauthUrl, apiUrl },
    // The stand-in has no rate limit.
    intervalMs: 0,
  };
  const ready = { ...config, piste, readyAfterMs: 0 };
  const sirets = DEMO_SIRETS.map((text) => siretOf(text, config.environment));
  const app = appOf(context, ready, loggerOf(context, false));
  const proving = { config: ready, app, runId, sirets, again: true, json: json === true };
  try {
    return await verifyAfter(context, proving, exitCode);
  } finally {
    await api.close();
  }
}

interface Done {
  readonly results: readonly EnrolmentResult[];
  readonly report: WrittenReport | undefined;
  readonly home: string;
}

/** Prints the demo's table, its paths and, if a credential was captured, how to show it. */
export function printDemo(
  { terminal, texts, processEnvironment, signal }: CommandContext,
  { results, report, home }: Done,
): void {
  const { folder, calledAs } = processEnvironment;
  const near = (path: string): string => {
    const way = relative(folder, path);
    return way.startsWith('..') ? path : way;
  };
  const [first] = results;
  if (first === undefined) return;
  terminal.out(`\n${resultTable(results, texts, terminal)}\n`);
  const captured = results.find(
    ({ account }) => account.credentialId !== undefined && !hasError(account),
  );
  if (captured !== undefined) terminal.out(texts.demo.sealed(near(vaultFolderOf({ home }))));
  if (report !== undefined) terminal.out(texts.batch.report(near(report.index)));
  terminal.out(texts.demo.evidence(near(dirname(first.evidence))));
  if (captured === undefined) return;
  terminal.out(texts.demo.show(`${calledAs} credentials show --demo --siret ${captured.siret}`));
  if (!signal.aborted) terminal.out(texts.demo.proofs);
}

function configFor(standIn: StandInPortal, own: LocalConfig): Config {
  const { login, password, totpSecret } = standIn.administrator;
  return {
    ...demoConfig(own),
    portalUrl: new URL(standIn.url),
    allowedHosts: standIn.allowedHosts,
    login,
    password: new Secret(password),
    totpSecret: new Secret(totpSecret),
    settleMs: SETTLE_MS,
    landsWithinMs: 2 * SETTLE_MS,
  };
}
