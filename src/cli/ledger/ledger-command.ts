import { addCommand, type CommandSetup } from '../add-command.ts';

/** Adds `raccord ledger` with `move` and `migrate`. */
export function addLedgerCommand({ program, texts, dispatch }: CommandSetup): void {
  const ledger = addCommand(program, texts, {
    name: 'ledger',
    description: texts.ledger.help,
    example: 'ledger move',
  });
  addCommand(ledger, texts, {
    name: 'move',
    description: texts.ledger.move,
    example: 'ledger move --json',
  })
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./change-database.ts')).move));
  const { migrate } = texts.ledger;
  addCommand(ledger, texts, {
    name: 'migrate',
    description: migrate.help,
    example: 'ledger migrate --worker-role raccord_worker',
  })
    .option('--worker-role <role>', migrate.workerRole)
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./change-database.ts')).migrate));
}
