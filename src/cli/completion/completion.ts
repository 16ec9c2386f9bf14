import type { Command, Option } from 'commander';
import type { Shell } from './shells.ts';

/** One command of the tree, with its completions. */
interface Place {
  /** The names after `raccord`, such as `credentials show`. */
  readonly path: string;
  readonly commands: readonly Command[];
  readonly options: readonly Option[];
  /** True if the command takes a file. */
  readonly takesFile: boolean;
}

/** Returns a shell's completion script, to be sourced, with all commands and options as built. */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program);
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
  }
}

function placesOf(command: Command, path: readonly string[] = []): Place[] {
  // General options that take a value are accepted after every command.
  const general =
    command.parent === null ? [] : programOf(command).options.filter(({ required }) => required);
  return [
    {
      path: path.join(' '),
      commands: command.commands,
      options: [...command.options, ...general],
      takesFile: command.registeredArguments.some((argument) => argument.name() === 'file'),
    },
    ...command.commands.flatMap((one) => placesOf(one, [...path, one.name()])),
  ];
}

function programOf(command: Command): Command {
  return command.parent === null ? command : programOf(command.parent);
}

function longsOf({ options }: Place): string[] {
  return [...options.flatMap(({ long }) => long ?? []), '--help'];
}

/** Returns the values of an option: `files`, a list of words, or an empty list if unknown. */
function valuesOf({
  required,
  optional,
  flags,
  argChoices,
}: Option): 'files' | string[] | undefined {
  if (!required && !optional) return undefined;
  if (argChoices !== undefined) return argChoices;
  return /<(?:file|folder)>/u.test(flags) ? 'files' : [];
}

/** Returns the loop over the words that finds the current command; the same in bash and zsh. */
function walk(places: readonly Place[]): string {
  const paths = places.map(({ path }) => path).filter((path) => path !== '');
  return [
    '  for word in "${before[@]}"; do',
    '    case "${place:+$place }$word" in',
    `      ${paths.map((path) => `'${path}'`).join('|')})`,
    '        place="${place:+$place }$word" ;;',
    '    esac',
    '  done',
  ].join('\n');
}

function bash(places: readonly Place[]): string {
  const values = places.flatMap((place) =>
    place.options.flatMap((option) => {
      const words = valuesOf(option);
      if (words === undefined || option.long === undefined) return [];
      const answer =
        words === 'files'
          ? 'compopt -o default 2>/dev/null; COMPREPLY=($(compgen -f -- "$current"))'
          : `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
      return [`    '${place.path} ${option.long}') ${answer}; return ;;`];
    }),
  );
  const words = places.map((place) => {
    const names = place.commands.map((one) => one.name());
    const list = [...names, ...longsOf(place)].join(' ');
    const files = place.takesFile ? ' COMPREPLY+=($(compgen -f -- "$current"));' : '';
    return `    '${place.path}') COMPREPLY=($(compgen -W '${list}' -- "$current"));${files} ;;`;
  });
  return [
    '# raccord completion bash',
    '_raccord() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" place= word',
    '  local -a before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")',
    '  COMPREPLY=()',
    walk(places),
    '  case "$place $previous" in',
    ...values,
    '  esac',
    '  case "$place" in',
    ...words,
    '  esac',
    '}',
    'complete -F _raccord raccord',
  ].join('\n');
}

/** Quotes text in single quotes, for a POSIX shell or for fish. */
function quoted(text: string, escape = `'\\''`): string {
  return `'${text.replaceAll("'", escape)}'`;
}

function zsh(places: readonly Place[]): string {
  const item = (name: string, text: string): string => quoted(`${name}:${text}`);
  const values = places.flatMap((place) =>
    place.options.flatMap((option) => {
      const words = valuesOf(option);
      if (words === undefined || option.long === undefined) return [];
      const answer = words === 'files' ? '_files' : `compadd -- ${words.join(' ')}`;
      return [`    '${place.path} ${option.long}') ${answer}; return ;;`];
    }),
  );
  const cases = places.map((place) => {
    const commands = place.commands.map((one) => item(one.name(), one.description()));
    const options = place.options.flatMap(({ long, description }) =>
      long === undefined ? [] : [item(long, description)],
    );
    return [
      `    '${place.path}')`,
      ...(commands.length === 0 ? [] : [`      commands=(${commands.join(' ')})`]),
      `      options=(${options.join(' ')} --help)`,
      ...(place.takesFile ? ['      _files'] : []),
      '      ;;',
    ].join('\n');
  });
  return [
    '#compdef raccord',
    '_raccord() {',
    '  local place= word previous="${words[CURRENT-1]}"',
    '  local -a before commands options',
    '  before=("${(@)words[2,CURRENT-1]}")',
    walk(places),
    '  case "$place $previous" in',
    ...values,
    '  esac',
    '  case "$place" in',
    ...cases,
    '  esac',
    '  if [[ "${words[CURRENT]}" == -* || ${#commands} -eq 0 ]]; then',
    "    _describe -o 'option' options",
    '  else',
    "    _describe 'command' commands",
    '  fi',
    '}',
    'compdef _raccord raccord',
  ].join('\n');
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap((place) => {
    const condition = quoted(`__raccord_at ${quoted(place.path, `\\'`)}`, `\\'`);
    const about = `complete -c raccord -n ${condition}`;
    return [
      ...place.commands.map(
        (one) => `${about} -f -a ${one.name()} -d ${quoted(one.description(), `\\'`)}`,
      ),
      ...place.options.flatMap((option) => {
        const words = valuesOf(option);
        const { long, description } = option;
        if (long === undefined) return [];
        const value =
          words === undefined
            ? ''
            : words === 'files'
              ? ' -r -F'
              : ` -x -a ${quoted(words.join(' '))}`;
        return [
          `${about}${place.takesFile ? '' : ' -f'} -l ${long.slice(2)}${value} -d ${quoted(description, `\\'`)}`,
        ];
      }),
    ];
  });
  const paths = places.map(({ path }) => path).filter((path) => path !== '');
  return [
    '# raccord completion fish',
    'function __raccord_at',
    '  set -l place',
    '  for word in (commandline -opc)[2..-1]',
    '    switch "$place $word"',
    `      case ${paths.map((path) => quoted(path.includes(' ') ? path : ` ${path}`)).join(' ')}`,
    '        set place (string trim -- "$place $word")',
    '    end',
    '  end',
    '  test "$place" = "$argv[1]"',
    'end',
    ...lines,
  ].join('\n');
}
