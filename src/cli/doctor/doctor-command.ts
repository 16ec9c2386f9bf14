import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions, hiddenTeachOption } from '../options/debug-options.ts';

export function addDoctorCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.doctor;
  const command = addCommand(program, texts, {
    name: 'doctor',
    description: help.doctor,
    example: 'doctor --compare',
  })
    .option('--siret <siret>', help.siret)
    .option('--offline', help.offline)
    .option('--compare', help.compare)
    .option('--collect', help.collect)
    .option('--take-in', help.takeIn)
    .option('--notify', help.notify)
    .option('--deliver', help.deliver)
    .option('--api', help.api)
    .option('--json', texts.help.options.json);
  addDebugOptions(command, texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./doctor.ts')).doctor));
}
