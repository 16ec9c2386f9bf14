import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';

/** Adds `raccord queue` with `list`, `pause`, `resume`, `retry` and `drain`. */
export function addQueueCommand({ program, texts, dispatch }: CommandSetup): void {
  const { json, siret } = texts.help.options;
  const { help } = texts.queue;
  const queue = addCommand(program, texts, {
    name: 'queue',
    description: help.queue,
    example: 'queue list',
  });
  addCommand(queue, texts, { name: 'list', description: help.list, example: 'queue list --json' })
    .option('--json', json)
    .action(dispatch(async () => (await import('./list.ts')).list));
  addCommand(queue, texts, { name: 'pause', description: help.pause, example: 'queue pause' })
    .option('--account <login>', help.account)
    .option('--json', json)
    .action(dispatch(async () => (await import('./change.ts')).pause));
  addCommand(queue, texts, { name: 'resume', description: help.resume, example: 'queue resume' })
    .option('--account <login>', help.account)
    .option('--json', json)
    .action(dispatch(async () => (await import('./change.ts')).resume));
  addCommand(queue, texts, {
    name: 'retry',
    description: help.retry,
    example: 'queue retry --siret 73282932000074',
  })
    .option('--siret <siret...>', siret)
    .addOption(new Option('--all', help.retryAll).conflicts('siret'))
    .option('--json', json)
    .action(dispatch(async () => (await import('./change.ts')).retry));
  addCommand(queue, texts, { name: 'drain', description: help.drain, example: 'queue drain' })
    .option('--worker <name>', help.drainWorker)
    .option('--json', json)
    .action(dispatch(async () => (await import('./change.ts')).drain));
}
