import { addCommand, type CommandSetup } from '../add-command.ts';
import type { BackupFlags } from './backup.ts';

/** Adds `raccord backup`. */
export function addBackupCommand({ program, texts, dispatch }: CommandSetup): void {
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
}
