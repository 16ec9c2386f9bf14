import { Option } from 'commander';
import { STEPS, STOPPABLE_STEPS } from '../../domain/step-names.ts';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { HELP_COLUMNS } from '../help-layout.ts';
import { addOtherContactOptions, CONTACT_FLAGS } from '../options/contact-options.ts';
import { addDebugOptions, hiddenTeachOption } from '../options/debug-options.ts';
import type { Texts } from '../../messages/texts.ts';

export function addRunCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options, run } = texts.help;
  const command = addCommand(program, texts, {
    name: 'run',
    description: run,
    example: 'run --siret 73282932000074 --application Pldiffusion4',
    notes: stepNames(texts),
  })
    .requiredOption('--siret <siret>', options.siret)
    .option('--application <name>', options.application)
    .addOption(new Option('--only <half>', options.only).choices(['connection', 'account']))
    .option('--new-account', options.newAccount)
    .option('--not-on-portal', options.notOnPortal)
    .option('--account-email <email>', options.accountEmail)
    .option(CONTACT_FLAGS[0], options.contact)
    .option('--verify', texts.verify.help.after)
    .addOption(new Option('--json').hideHelp())
    .addOption(new Option('--until <step>', options.until).choices(STOPPABLE_STEPS));
  addDebugOptions(addOtherContactOptions(command), texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./run.ts')).run));
}

/** Returns the names of all steps as lines of help. */
function stepNames({ help }: Texts): string {
  const lines = [help.options.steps];
  for (const step of STEPS) {
    const line = `${lines.at(-1) ?? ''} ${step}`;
    if (line.length > HELP_COLUMNS) lines.push(` ${step}`);
    else lines[lines.length - 1] = line;
  }
  return lines.join('\n');
}
