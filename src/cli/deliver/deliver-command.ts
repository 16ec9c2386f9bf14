import { addCommand, type CommandSetup } from '../add-command.ts';

export function addDeliverCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.delivery;
  addCommand(program, texts, {
    name: 'deliver',
    description: help.deliver,
    example: 'deliver --sink hook',
  })
    .option('--siret <siret...>', help.siret)
    .option('--sink <name>', help.sink)
    .option('--unproven', help.unproven)
    .option('--dry-run', help.dryRun)
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./deliver.ts')).deliver));
}
