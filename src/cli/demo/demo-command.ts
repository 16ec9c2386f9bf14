import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions } from '../options/debug-options.ts';

export function addDemoCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options, demo } = texts.help;
  const command = addCommand(program, texts, {
    name: 'demo',
    description: demo,
    example: 'demo --headed --slow-mo 250',
  })
    .option('--fresh', options.fresh)
    .option('--json', options.json);
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./demo.ts')).demo));
}
