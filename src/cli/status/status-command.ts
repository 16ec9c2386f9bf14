import { Option } from 'commander';
import { RESOURCE_STATES } from '../../domain/enrolment.ts';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { timeSpan } from '../options/option-values.ts';

export function addStatusCommand({ program, texts, dispatch }: CommandSetup): void {
  const { status, options, ofDemo } = texts.help;
  addCommand(program, texts, {
    name: 'status',
    description: status,
    example: 'status --state doubtful refused',
  })
    .option('--siret <siret...>', options.siret)
    .addOption(
      new Option('--state <state...>', options.state).choices([...RESOURCE_STATES, 'failed']),
    )
    .option('--within <time>', options.within, timeSpan(texts, '60d'))
    .option('--watch', options.watch)
    .option('--metrics <file>', texts.delivery.help.metrics)
    .option('--demo', ofDemo)
    .option('--json', options.json)
    .addOption(new Option('--csv', options.csv).conflicts('json'))
    .action(dispatch(async () => (await import('./status.ts')).status));
}
