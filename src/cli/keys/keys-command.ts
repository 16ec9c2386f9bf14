import { addCommand, type CommandSetup } from '../add-command.ts';
import { collect } from '../options/option-values.ts';

/** Adds `raccord keys` with `init`, `show` and `rotate`. */
export function addKeysCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.keys;
  const { json } = texts.help.options;
  const keys = addCommand(program, texts, {
    name: 'keys',
    description: help.keys,
    example: 'keys show',
  });
  addCommand(keys, texts, {
    name: 'init',
    description: help.init,
    example: 'keys init --output operator.key --spare spare.key',
  })
    .option('--output <file>', help.initOutput)
    .option('--spare <file>', help.spare)
    .option('--recipient <key>', help.recipient, collect)
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).initialiseKeys));
  addCommand(keys, texts, { name: 'show', description: help.show, example: 'keys show --json' })
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).showKeys));
  addCommand(keys, texts, {
    name: 'rotate',
    description: help.rotate,
    example: 'keys rotate --new-identity operator-2.key',
  })
    .option('--new-identity <file>', help.newIdentity)
    .option('--replace <key>', help.replace, collect)
    .option('--dry-run', help.dryRun)
    .option('--json', json)
    .action(dispatch(async () => (await import('./keys.ts')).rotate));
}
