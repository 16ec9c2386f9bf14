import { addCommand, type CommandSetup } from '../add-command.ts';
import { positiveNumber } from '../options/option-values.ts';

export function addRunsCommand({ program, texts, dispatch }: CommandSetup): void {
  const { runs, help } = texts;
  addCommand(program, texts, {
    name: 'runs',
    description: runs.help.runs,
    example: 'runs --open',
  })
    .option('--last <n>', runs.help.last, positiveNumber(texts))
    .option('--open [run]', runs.help.open)
    .option('--demo', help.ofDemo)
    .option('--json', help.options.json)
    .action(dispatch(async () => (await import('./runs.ts')).runs));
}
