import { EXIT } from '../../errors/exit-code.ts';
import { isImpossible } from '../../domain/planned-enrolment.ts';
import type { Command } from '../context.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { readRequests, type RosterFlags } from '../options/roster-flags.ts';
import { printPlan } from '../results/plan-text.ts';

/** Number of structures read concurrently. */
const TABS = 2;

export type PlanFlags = RosterFlags & DebugFlags & { readonly json?: true };

/** `raccord plan`: shows what would be done for each SIRET. Only reads the portal. */
export const plan: Command<PlanFlags> = async (context, flags) => {
  const { config, requests } = await readRequests(context, flags);
  const { app, progress, robotOptions } = prepareRobot(context, config, flags);
  const options = { ...robotOptions, command: 'plan', readOnly: true };
  try {
    return await app.withRobot(options, async (robot) => {
      const planned = await robot.plan(requests, TABS);
      progress.end();
      printPlan(context, flags, planned, robot.stoppedRequests.length);
      return planned.some(isImpossible) ? EXIT.someFailed : EXIT.done;
    });
  } finally {
    progress.end();
  }
};
