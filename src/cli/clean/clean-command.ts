import { addCommand, type CommandSetup } from '../add-command.ts';
import { timeSpan } from '../options/option-values.ts';

export function addCleanCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.keeping;
  const { options, ofDemo } = texts.help;
  addCommand(program, texts, {
    name: 'clean',
    description: help.clean,
    example: 'clean --older-than 90d --dry-run',
  })
    .option('--older-than <time>', help.olderThan, timeSpan(texts, '90d'))
    .option('--dry-run', help.cleanDryRun)
    .option('--yes', options.yes)
    .option('--demo', ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./clean.ts')).clean));
}
