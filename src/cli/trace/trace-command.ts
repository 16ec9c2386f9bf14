import { addCommand, type CommandSetup } from '../add-command.ts';
import type { TraceFlags } from './trace.ts';

export function addTraceCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help, debug } = texts;
  addCommand(program, texts, {
    name: 'trace',
    description: debug.trace.help,
    example: 'trace 73282932000074',
  })
    .argument('<siret>', help.options.siret)
    .option('--demo', help.ofDemo)
    .action((siret: string, flags: Omit<TraceFlags, 'siret'>) =>
      dispatch(async () => (await import('./trace.ts')).trace)({ ...flags, siret }),
    );
}
