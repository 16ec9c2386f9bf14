import { addCommand, type CommandSetup } from '../add-command.ts';
import { addOtherContactOptions, CONTACT_FLAGS } from '../options/contact-options.ts';
import { addDebugOptions } from '../options/debug-options.ts';

export function addRehearseCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options } = texts.help;
  const { rehearse, option } = texts.teach;
  const command = addCommand(program, texts, {
    name: 'rehearse',
    description: rehearse.help,
    example: 'rehearse --siret 73282932000074 --headed --teach',
  })
    .requiredOption('--siret <siret>', options.siret)
    .option('--teach', option)
    .option('--application <name>', options.application)
    .option('--account-email <email>', options.accountEmail)
    .option(CONTACT_FLAGS[0], options.contact)
    .option('--json', options.json);
  addDebugOptions(addOtherContactOptions(command), texts).action(
    dispatch(async () => (await import('./rehearse.ts')).rehearse),
  );
}
