import { addCommand, type CommandSetup } from '../add-command.ts';

/** Adds `raccord taught` with `list`, `forget`, `export` and `import`. */
export function addTaughtCommand({ program, texts, dispatch }: CommandSetup): void {
  const { help } = texts.teach;
  const load = () => import('./taught.ts');
  const taught = addCommand(program, texts, {
    name: 'taught',
    description: help.taught,
    example: 'taught list',
  });
  addCommand(taught, texts, { name: 'list', description: help.list, example: 'taught list' })
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await load()).listTaught));
  addCommand(taught, texts, {
    name: 'forget',
    description: help.forget,
    example: 'taught forget declaration.contactPhone',
  })
    .argument('[name]', help.name)
    .option('--all', help.all)
    .action((name: string | undefined, flags: { all?: true }) =>
      dispatch(async () => (await load()).forgetTaught)({
        ...flags,
        name,
      }),
    );
  addCommand(taught, texts, {
    name: 'export',
    description: help.export,
    example: 'taught export --output taught-portal.json',
  })
    .option('--output <file>', help.output)
    .action(dispatch(async () => (await load()).exportTaught));
  addCommand(taught, texts, {
    name: 'import',
    description: help.import,
    example: 'taught import taught-portal.json',
  })
    .argument('<file>', help.file)
    .action((file: string) => dispatch(async () => (await load()).importTaught)({ file }));
}
