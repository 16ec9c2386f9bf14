import { addCommand, type CommandSetup } from '../add-command.ts';
import type { RestoreFlags } from './restore.ts';

/** Adds `raccord restore`. */
export function addRestoreCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.keeping;
  addCommand(program, texts, {
    name: 'restore',
    description: help.restore,
    example: 'restore raccord.backup.age',
  })
    .argument('<file>', help.restoreFile)
    .option('--identity <file>', help.identity)
    .option('--json', texts.help.options.json)
    .action((file: string, flags: Omit<RestoreFlags, 'file'>) =>
      dispatch(async () => (await import('./restore.ts')).restore)({ ...flags, file }),
    );
}
