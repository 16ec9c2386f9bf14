import { addCommand, type CommandSetup } from '../add-command.ts';
import type { CheckFlags } from './roster.ts';

/** Adds `raccord roster` with `check` and `template`. */
export function addRosterCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.roster;
  const roster = addCommand(program, texts, {
    name: 'roster',
    description: help.roster,
    example: 'roster check clients.xlsx',
  });
  addCommand(roster, texts, {
    name: 'check',
    description: help.check,
    example: 'roster check clients.xlsx',
  })
    .argument('<file>', help.file)
    .option('--sheet <name>', texts.help.options.sheet)
    .option('--fix <file>', help.fix)
    .option('--json', texts.help.options.json)
    .action((file: string, flags: Omit<CheckFlags, 'file'>) =>
      dispatch(async () => (await import('./roster.ts')).checkRoster)({ ...flags, file }),
    );
  addCommand(roster, texts, {
    name: 'template',
    description: help.template,
    example: 'roster template --output clients.csv',
  })
    .option('--output <file>', help.output)
    .action(dispatch(async () => (await import('./roster.ts')).writeTemplate));
}
