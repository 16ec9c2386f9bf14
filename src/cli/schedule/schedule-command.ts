import { Option, type Command } from 'commander';
import { TARGETS } from '../../schedule/units.ts';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { collect } from '../options/option-values.ts';
import type { ScheduleFlags } from './schedule.ts';

export function addScheduleCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.schedule;
  addCommand(program, texts, {
    name: 'schedule',
    description: help.schedule,
    example: 'schedule --cron "0 5 * * *" -- batch --input roster.csv --yes',
  })
    .usage(help.usage)
    .allowExcessArguments()
    .requiredOption('--cron <expression>', help.cron, collect)
    .option('--timezone <name>', help.timezone)
    .option('--window <hours>', help.window)
    .option('--once', help.once)
    .option('--roster-later', help.rosterLater)
    .addOption(new Option('--print <scheduler>', help.print).choices(TARGETS))
    .option('--verbose', texts.help.options.verbose)
    .action((flags: Omit<ScheduleFlags, 'line' | 'commands'>, command: Command) =>
      dispatch(async () => (await import('./schedule.ts')).schedule)(
        { ...flags, line: command.args, commands: program.commands },
        command,
      ),
    );
}
