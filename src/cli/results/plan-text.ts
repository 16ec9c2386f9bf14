import {
  summarisePlan,
  type PlannedAction,
  type PlannedEnrolment,
  type PlannedResource,
  type ValueField,
} from '../../domain/planned-enrolment.ts';
import { sharedValues } from '../../domain/planned-values.ts';
import type { CommandContext } from '../context.ts';
import type { Paint } from '../terminal/colour.ts';
import { table } from '../terminal/text-tables.ts';
import type { Texts } from '../../messages/texts.ts';

/** Prints the plan as a table or a document, with the proof that no write was sent. */
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
        describe(connection, texts, terminal.paint),
        describe(account, texts, terminal.paint),
      ]),
      terminal.columns,
    ),
  );
  for (const { siret, connection, account } of plan) {
    const obstacles = new Set([connection.why, account.why].filter((why) => why !== undefined));
    for (const why of obstacles) terminal.out(`${siret}: ${texts.plan.obstacles[why]}`);
  }
  terminal.out(texts.plan.summary(summarisePlan(plan)));
  for (const line of valueLines(plan, texts, terminal.columns)) terminal.out(line);
  terminal.out(texts.plan.nothingSent(stopped));
}

/** Lists the values to declare, each once, with its source and, if they differ, its SIRETs. */
function valueLines(
  plan: readonly PlannedEnrolment[],
  { plan: words }: Texts,
  columns: number | undefined,
): string[] {
  const values = sharedValues(plan);
  if (values.length === 0) return [];
  const names = plan.flatMap(({ connection }) => connection.values?.applicationName?.value ?? []);
  const isShared = (field: ValueField): boolean =>
    values.filter((one) => one.field === field).length === 1;
  const rows = values.map(({ field, value, from, sirets }) => [
    words.fields[field],
    value,
    words.sources[from],
    isShared(field) ? '' : sirets.join(' '),
  ]);
  return [
    '',
    words.declared,
    table([words.field, words.value, words.source, ''], rows, columns),
    ...(names.length === 0 ? [] : [words.pisteApplications(names)]),
    '',
  ];
}

const PAINTS: Readonly<Record<PlannedAction, keyof Paint>> = {
  declare: 'good',
  'create account': 'good',
  'look again': 'odd',
  'nothing to do': 'dim',
  cannot: 'bad',
};

function describe(
  { action, found, values, credential }: PlannedResource,
  { plan, passwords }: Texts,
  paint: Paint,
): string {
  const detail = found ?? values?.applicationName?.value;
  const words = [
    detail === undefined ? plan.actions[action] : `${plan.actions[action]}: ${detail}`,
    ...(credential === undefined ? [] : [passwords[credential]]),
  ];
  return paint[PAINTS[action]](words.join(', '));
}
