import { addCommand, type CommandSetup } from '../add-command.ts';

export function addProfilesCommand({ program, texts, dispatch }: CommandSetup): void {
  const { profiles, note } = texts.profiles.help;
  addCommand(program, texts, {
    name: 'profiles',
    description: profiles,
    example: 'profiles --json',
    notes: `\n${note}`,
  })
    .option('--json', texts.help.options.json)
    .action(dispatch(async () => (await import('./profiles.ts')).profiles));
}
