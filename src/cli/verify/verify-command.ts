import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { retryPauseOption } from '../options/debug-options.ts';

export function addVerifyCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.verify;
  addCommand(program, texts, {
    name: 'verify',
    description: help.verify,
    example: 'verify --siret 73282932000074',
    notes: help.note,
  })
    .option('--siret <siret...>', help.siret)
    .addOption(new Option('--all', help.all).conflicts('siret'))
    .addOption(new Option('--piste-only', help.pisteOnly).conflicts(['siret', 'all']))
    .option('--no-wait', help.noWait)
    .option('--json', texts.help.options.json)
    .addOption(retryPauseOption(texts))
    .action(dispatch(async () => (await import('./verify.ts')).verify));
}
