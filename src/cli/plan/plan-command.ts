import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions } from '../options/debug-options.ts';

export function addPlanCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options, plan } = texts.help;
  const command = addCommand(program, texts, {
    name: 'plan',
    description: plan,
    example: 'plan --input roster.csv',
  })
    .option('--input <file>', options.input)
    .option('--sheet <name>', options.sheet)
    .option('--siret <siret...>', options.siret)
    .option('--json', options.json);
  addDebugOptions(command, texts).action(dispatch(async () => (await import('./plan.ts')).plan));
}
