import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { EXPORT_FORMATS } from './export-formats.ts';

/** Adds `raccord credentials` with `list`, `show`, `export` and `import`. */
export function addCredentialsCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts;
  const { options } = help;
  const { help: own } = texts.delivery;
  const credentials = addCommand(program, texts, {
    name: 'credentials',
    description: help.credentials,
    example: 'credentials show --siret 73282932000074',
  });
  addCommand(credentials, texts, {
    name: 'list',
    description: help.credentialsList,
    example: 'credentials list',
  })
    .option('--demo', help.ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./credentials-list.ts')).listCredentials));
  addCommand(credentials, texts, {
    name: 'show',
    description: help.credentialsShow,
    example: 'credentials show --siret 73282932000074 --json',
  })
    .requiredOption('--siret <siret>', options.siret)
    .option('--doubtful', help.credentialsDoubtful)
    .option('--reveal', own.reveal)
    .option('--demo', help.ofDemo)
    .option('--json', options.json)
    .action(dispatch(async () => (await import('./credentials-show.ts')).showCredential));
  addCommand(credentials, texts, {
    name: 'export',
    description: own.export,
    example: 'credentials export --output out.json',
  })
    .option('--output <file>', own.output)
    .addOption(new Option('--format <format>', own.format).choices(EXPORT_FORMATS).default('json'))
    .option('--reveal', own.reveal)
    .option('--unproven', own.unproven)
    .option('--demo', help.ofDemo)
    .action(dispatch(async () => (await import('./credentials-export.ts')).exportCredentials));
  addCommand(credentials, texts, {
    name: 'import',
    description: own.import,
    example: 'credentials import sealed.json',
  })
    .argument('<file>', own.file)
    .option('--json', options.json)
    .action((file: string, flags: { readonly json?: true }) =>
      dispatch(async () => (await import('./credentials-import.ts')).importCredentials)({
        ...flags,
        file,
      }),
    );
}
