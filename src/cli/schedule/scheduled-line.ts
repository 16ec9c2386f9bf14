import type { Command } from 'commander';
import { missingSetting, type ConfigProblem } from '../../errors/config-problem.ts';

/** What a schedule may run: these ask for no person and can be run again. */
const SCHEDULED: readonly string[] = ['batch', 'renew', 'deliver', 'verify'];

/** False of a command that is no matter of the portal, and needs nothing of the administrator's. */
export function signsIn([name]: readonly string[]): boolean {
  return name !== 'deliver' && name !== 'verify';
}

/** A command line that can be scheduled, with its flags as they are understood. */
export interface ScheduledLine {
  readonly name: string;
  readonly line: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The command line that a schedule will run, checked now rather than at night.
 * @param commands all that raccord has.
 * @param window is passed on; undefined where there is none.
 * @param problems gets what is wrong with it.
 */
export function readScheduledLine(
  [name = '', ...args]: readonly string[],
  commands: readonly Command[],
  window: string | undefined,
  problems: (string | ConfigProblem)[],
): ScheduledLine | undefined {
  const command = commands.find((one) => one.name() === name);
  if (command === undefined || !SCHEDULED.includes(name)) {
    problems.push(`${name}: not a command that can be scheduled (${SCHEDULED.join(', ')})`);
    return undefined;
  }
  const line = [...args, ...(window === undefined ? [] : ['--window', window])];
  if (window !== undefined && args.includes('--window')) problems.push('--window: given twice');
  // Reads the flags into the command, which this process never runs.
  const { operands, unknown } = command.parseOptions(line);
  const [stray] = [...unknown, ...operands.slice(command.registeredArguments.length)];
  if (stray !== undefined) problems.push(`${name} ${stray}: unknown`);
  const isMissing = (attribute: string): boolean => command.getOptionValue(attribute) === undefined;
  for (const option of command.options) {
    // Nobody is there to be asked.
    const wanted = option.mandatory || option.long === '--yes';
    if (wanted && isMissing(option.attributeName())) {
      problems.push(missingSetting(`${name} ${option.flags}`));
    }
  }
  return { name, line: [name, ...line], options: command.opts() };
}
