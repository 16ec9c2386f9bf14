import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions } from '../options/debug-options.ts';
import { positiveNumber, timeSpan } from '../options/option-values.ts';

export function addBatchCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options, batch } = texts.help;
  const command = addCommand(program, texts, {
    name: 'batch',
    description: batch,
    example: 'batch --input roster.csv --yes',
  })
    .requiredOption('--input <file>', options.input)
    .option('--sheet <name>', options.sheet)
    .option('--yes', options.yes)
    .option('--dry-run', options.dryRun)
    .addOption(new Option('--queue', texts.queue.help.queueOption).conflicts(['dryRun', 'verify']))
    .option('--concurrency <n>', options.concurrency, positiveNumber(texts))
    .option('--max-failures <n>', options.maxFailures, positiveNumber(texts))
    .option('--min-interval <time>', options.minInterval, timeSpan(texts, '2s'))
    .option('--window <hours>', options.window)
    .option('--verify', texts.verify.help.after)
    .addOption(new Option('--json').hideHelp());
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./batch.ts')).batch));
}
