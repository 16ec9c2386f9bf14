import { EXIT } from '../../errors/errors.ts';
import { isImpossible } from '../../domain/planned-enrolment.ts';
import { appOf, loggerOf, type Command } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { keepOpenAt } from '../terminal/keep-open.ts';
import { personAt } from '../terminal/person.ts';
import { teacherFor, type TeachFlags } from '../terminal/teacher.ts';
import { progressFor } from '../terminal/progress-display.ts';
import { readRequests, type RosterFlags } from '../options/roster-flags.ts';
import { printPlan } from '../results/plan-text.ts';

/** Number of structures read concurrently. */
const TABS = 2;

export type PlanFlags = RosterFlags & DebugFlags & TeachFlags & { readonly json?: true };

/** `raccord plan`: shows what would be done for each SIRET. Only reads the portal. */
export const plan: Command<PlanFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const { config, requests } = await readRequests(context, flags);
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 0, flags.verbose === true);
  const person = personAt(terminal, texts, debug.headed, progress);
  const teacher = teacherFor(context, flags, progress);
  try {
    return await appOf(context, config, logger).withRobot(
      {
        ...{ command: 'plan', progress, person, debug, signal, readOnly: true },
        ...(teacher !== undefined && { teacher }),
        ...(flags.keepOpen === true && { keepOpen: keepOpenAt(context, progress) }),
      },
      async (robot) => {
        // A person shows one thing after another.
        const planned = await robot.plan(requests, teacher === undefined ? TABS : 1);
        progress.end();
        printPlan(context, flags, planned, robot.stoppedRequests.length);
        return planned.some(isImpossible) ? EXIT.someFailed : EXIT.done;
      },
    );
  } finally {
    progress.end();
  }
};
