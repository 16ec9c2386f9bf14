import { addCommand, type CommandSetup } from '../add-command.ts';
import { positiveNumber, timeSpan } from '../options/option-values.ts';

export function addWorkerCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options } = texts.help;
  const { help } = texts.queue;
  addCommand(program, texts, {
    name: 'worker',
    description: help.worker,
    example: 'worker --profile lyon --profile nantes',
  })
    .option('--once', help.once)
    .option('--concurrency <n>', options.concurrency, positiveNumber(texts))
    .option('--min-interval <time>', options.minInterval, timeSpan(texts, '2s'))
    .option('--window <hours>', options.window)
    .option('--verbose', options.verbose)
    .action(dispatch(async () => (await import('./worker.ts')).worker));
}
