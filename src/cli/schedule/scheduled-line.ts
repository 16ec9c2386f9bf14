import type { Command } from 'commander';
import { missingSetting, type ConfigProblem } from '../../errors/config-problem.ts';

/** Commands that a schedule may run: they need no person and can be repeated. */
const SCHEDULED: readonly string[] = ['batch', 'renew', 'deliver', 'verify'];

/** Returns false for commands that do not use the portal, and so need no administrator. */
export function signsIn([name]: readonly string[]): boolean {
  return name !== 'deliver' && name !== 'verify';
}

/** A command line that can be scheduled, with its parsed flags. */
export interface ScheduledLine {
  readonly name: string;
  readonly line: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Parses the command line that a schedule will run, so that mistakes show now, not at night.
 * @param commands all commands of raccord.
 * @param window passed on to the command, if defined.
 * @param problems receives the mistakes.
 */
export function readScheduledLine(
  [name = '', ...args]: readonly string[],
  commands: readonly Command[],
  window: string | undefined,
  problems: ConfigProblem[],
): ScheduledLine | undefined {
  if (name === '') {
    problems.push({ place: '-- COMMAND', reason: { key: 'missing' } });
    return undefined;
  }
  const command = commands.find((one) => one.name() === name);
  if (command === undefined || !SCHEDULED.includes(name)) {
    problems.push({ place: name, reason: { key: 'not-scheduled', commands: SCHEDULED } });
    return undefined;
  }
  const line = [...args, ...(window === undefined ? [] : ['--window', window])];
  if (window !== undefined && args.includes('--window')) {
    problems.push({ place: `--window, ${name} --window`, reason: { key: 'given-twice' } });
  }
  // Parses the flags into the command, which this process never runs.
  const { operands, unknown } = command.parseOptions(line);
  const [stray] = [...unknown, ...operands.slice(command.registeredArguments.length)];
  if (stray !== undefined) {
    problems.push({ place: `${name} ${stray}`, reason: { key: 'unknown-argument' } });
  }
  const isMissing = (attribute: string): boolean => command.getOptionValue(attribute) === undefined;
  for (const option of command.options) {
    // Nobody can be asked.
    const wanted = option.mandatory || option.long === '--yes';
    if (wanted && isMissing(option.attributeName())) {
      problems.push(missingSetting(`${name} ${option.flags}`));
    }
  }
  return { name, line: [name, ...line], options: command.opts() };
}
