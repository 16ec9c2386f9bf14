import { EXIT } from '../domain/errors.ts';
import { summarisePlan, type PlannedEnrolment, type PlannedHalf } from '../domain/plan.ts';
import type { Texts } from '../messages/texts-en.ts';
import { appOf, loggerOf, type Command, type CommandContext } from './context.ts';
import { debugOptionsOf, type DebugFlags } from './debug-options.ts';
import { keepOpenAt } from './keep-open.ts';
import { personAt } from './person.ts';
import { progressFor } from './progress.ts';
import { readRequests, type RosterFlags } from './roster-options.ts';
import { table } from './tables.ts';

/** So many structures are read side by side. */
const TABS = 2;

export type PlanFlags = RosterFlags & DebugFlags & { readonly json?: true };

/** `raccord plan`: reads the portal only, and says for each SIRET what would be done. */
export const plan: Command<PlanFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const { config, requests } = await readRequests(context, flags);
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 0, flags.verbose === true);
  const person = personAt(terminal, texts, debug.headed, progress);
  try {
    return await appOf(context, config, logger).withRobot(
      {
        ...{ command: 'plan', progress, person, debug, signal, readOnly: true },
        ...(flags.keepOpen === true && { keepOpen: keepOpenAt(context, progress) }),
      },
      async (robot) => {
        const planned = await robot.plan(requests, TABS);
        progress.end();
        printPlan(context, flags, planned, robot.stoppedRequests.length);
        return EXIT.done;
      },
    );
  } finally {
    progress.end();
  }
};

/** The plan as a table or a document, with the proof that nothing was sent that writes. */
export function printPlan(
  { terminal, texts }: CommandContext,
  { json }: { readonly json?: true },
  plan: readonly PlannedEnrolment[],
  stopped: number,
): void {
  if (json === true) {
    const summary = { ...summarisePlan(plan), stoppedRequests: stopped };
    terminal.json({ enrolments: plan, summary });
    return;
  }
  const { columns } = texts;
  terminal.out(
    table(
      [columns.siret, columns.structure, columns.connection, columns.account],
      plan.map(({ siret, structureName, connection, account }) => [
        siret,
        structureName ?? '',
        describe(connection, texts),
        describe(account, texts),
      ]),
    ),
  );
  terminal.out(texts.plan.summary(summarisePlan(plan)));
  terminal.out(texts.plan.nothingSent(stopped));
}

function describe(
  { action, found, why, credential }: PlannedHalf,
  { plan, passwords }: Texts,
): string {
  const detail = why ?? found;
  const words = [
    detail === undefined ? plan.actions[action] : `${plan.actions[action]}: ${detail}`,
    ...(credential === undefined ? [] : [passwords[credential]]),
  ];
  return words.join(', ');
}
