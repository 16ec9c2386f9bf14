import { addCommand, type CommandSetup } from '../add-command.ts';

/** Adds `raccord ledger` with `move`. */
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
    .action(dispatch(async () => (await import('./ledger.ts')).move));
}
