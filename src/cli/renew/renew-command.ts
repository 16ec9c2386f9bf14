import { Option } from 'commander';
import { RENEWAL_STEPS } from '../../domain/step-names.ts';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions, hiddenTeachOption } from '../options/debug-options.ts';
import { positiveNumber, timeSpan } from '../options/option-values.ts';

export function addRenewCommand({ program, texts, dispatch }: CommandSetup): void {
  const { options } = texts.help;
  const { help } = texts.renew;
  const command = addCommand(program, texts, {
    name: 'renew',
    description: help.renew,
    example: 'renew --within 60d --dry-run',
  })
    .option('--within <time>', help.within, timeSpan(texts, '60d'))
    .option('--siret <siret...>', help.siret)
    .option('--adopt', help.adopt)
    .option('--dry-run', help.dryRun)
    .addOption(
      new Option('--works <which>', help.works).choices(['new', 'old']).conflicts('dryRun'),
    )
    .option('--max-failures <n>', options.maxFailures, positiveNumber(texts))
    .option('--min-interval <time>', options.minInterval, timeSpan(texts, '2s'))
    .option('--window <hours>', options.window)
    .option('--json', options.json);
  const steps = ['sign-in', 'open-account-form', 'choose-structure', ...RENEWAL_STEPS] as const;
  addDebugOptions(command, texts, steps)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./renew.ts')).renew));
}
