import { resolve } from 'node:path';
import type { Config, RequiredSettings } from '../../config/config.ts';
import { checkDigitIn } from '../../domain/portal-name.ts';
import type { EnrolmentRequest } from '../../domain/outcome.ts';
import type { RosterEntry } from '../../domain/roster-entry.ts';
import type { RosterProblem } from '../../errors/roster-problem.ts';
import { renderProblem, SHOWN_PROBLEMS } from '../../messages/roster-texts.ts';
import { readRoster } from '../../roster/read-roster.ts';
import { appOf, configOf, loggerOf, announcePortal, type CommandContext } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from './debug-options.ts';
import { siretOf } from './option-values.ts';
import { OptionProblems } from './option-problems.ts';

/** Flags that select the SIRETs of a command. */
export interface RosterFlags {
  /** A roster file. */
  readonly input?: string;
  /** The sheet of a workbook. */
  readonly sheet?: string;
  /** Individual SIRETs. */
  readonly siret?: readonly string[];
}

/**
 * Returns configuration and requests of a command over many SIRETs: those of the roster and the
 * flags or, if neither was given, all in the ledger. Reports every mistake at once.
 * @throws MultipleErrors with CONFIG_INVALID, SIRET_INVALID, ROSTER_INVALID.
 */
export async function readRequests(
  context: CommandContext,
  flags: RosterFlags & DebugFlags,
  needs: RequiredSettings = {},
): Promise<{ config: Config; requests: EnrolmentRequest[] }> {
  const optionProblems = new OptionProblems();
  const administrator = !debugOptionsOf(flags).headed;
  const config = optionProblems.collect(() => configOf(context, { administrator, ...needs }));
  const environment = config?.environment;
  const named = (flags.siret ?? []).map((text) =>
    optionProblems.collect(() => siretOf(text, environment)),
  );
  const entries =
    (await optionProblems.collectAsync(() => readEntries(context, flags, config ?? {}))) ?? [];
  optionProblems.throwIfAny();
  if (config === undefined) throw new Error('a mistake was not told');
  announcePortal(context, config);
  // An empty roster asks for nothing: only who gives neither means all.
  const isForAll = flags.input === undefined && named.length === 0;
  if (isForAll) return { config, requests: await knownRequests(context, config) };
  const requests = [
    ...entries,
    ...named.flatMap((siret) => (siret === undefined ? [] : [{ siret }])),
  ].map((entry) => requestOf(entry, config));
  return { config, requests };
}

type Entry = Pick<RosterEntry, 'siret'> & Partial<RosterEntry>;

/**
 * Reads the roster given to a command, if any, and prints its warnings.
 * @throws RaccordError ROSTER_INVALID
 */
export async function readEntries(
  { processEnvironment, terminal, texts }: CommandContext,
  { input, sheet }: RosterFlags,
  { environment, contact = {} }: Partial<Pick<Config, 'environment' | 'contact'>>,
): Promise<readonly RosterEntry[]> {
  if (input === undefined) return [];
  const roster = await readRoster(resolve(processEnvironment.folder, input), {
    checkDigit: checkDigitIn(environment),
    defaults: contact,
    sheet,
  });
  printWarnings(input, roster.warnings, { terminal, texts });
  return roster.entries;
}

/** Prints the first warnings of a roster, and the number of others. */
export function printWarnings(
  file: string,
  warnings: readonly RosterProblem[],
  { terminal, texts }: Pick<CommandContext, 'terminal' | 'texts'>,
): void {
  for (const warning of warnings.slice(0, SHOWN_PROBLEMS)) {
    terminal.err(renderProblem(file, warning, texts.roster.reasons));
  }
  const left = warnings.length - SHOWN_PROBLEMS;
  if (left > 0) terminal.err(texts.roster.more(left));
}

function requestOf(entry: Entry, config: Config): EnrolmentRequest {
  return {
    siret: entry.siret,
    applicationName: entry.applicationName,
    contact: { name: '', phone: '', email: '', ...config.contact, ...entry.contact },
    accountEmail: entry.accountEmail,
    fromRoster: (['name', 'phone', 'email', 'fax'] as const).filter(
      (part) => entry.contact?.[part] !== undefined,
    ),
    newAccount: false,
  };
}

async function knownRequests(context: CommandContext, config: Config): Promise<EnrolmentRequest[]> {
  const enrolments = await appOf(context, config, loggerOf(context, false)).withLedger((ledger) =>
    ledger.enrolments(),
  );
  return enrolments.map(({ siret }) => requestOf({ siret }, config));
}
