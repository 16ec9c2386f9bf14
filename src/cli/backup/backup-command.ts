import { addCommand, type CommandSetup } from '../add-command.ts';
import type { BackupFlags } from './backup.ts';
import type { RestoreFlags } from './restore.ts';

/** Adds `raccord backup` and `raccord restore`. */
export function addBackupCommands({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.keeping;
  addCommand(program, texts, {
    name: 'backup',
    description: help.backup,
    example: 'backup raccord.backup.age',
  })
    .argument('<file>', help.backupFile)
    .option('--with-keys', help.withKeys)
    .option('--json', texts.help.options.json)
    .action((file: string, flags: Omit<BackupFlags, 'file'>) =>
      dispatch(async () => (await import('./backup.ts')).backup)({ ...flags, file }),
    );
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
