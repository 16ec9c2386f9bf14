import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { addOtherContactOptions, CONTACT_FLAGS } from '../options/contact-options.ts';
import { collect } from '../options/option-values.ts';

export function addInitCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.init;
  const command = addCommand(program, texts, {
    name: 'init',
    description: help.init,
    example: 'init',
  })
    .addOption(
      new Option('--environment <name>', help.environment).choices(['qualification', 'production']),
    )
    .option('--login <login>', help.login)
    .option('--password-file <file>', help.passwordFile)
    .option('--password-command <line>', help.passwordCommand)
    .option('--totp-file <file>', help.totpFile)
    .option(CONTACT_FLAGS[0], texts.help.options.contact)
    .option('--editor <name>', help.editor)
    .option('--usage <text>', help.usage)
    .option('--application-pattern <text>', help.applicationPattern)
    .option('--home <folder>', help.home)
    .option('--key <file>', help.key)
    .option('--recipient <key>', help.recipient, collect)
    .option('--roster <file>', help.roster)
    .option('--force', help.force);
  addOtherContactOptions(command).action(dispatch(async () => (await import('./init.ts')).init));
}
