import type { Config } from '../../config/config.ts';
import { mayBeValid } from '../../domain/credential.ts';
import { jsonText } from '../../domain/json.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Command, CommandContext } from '../context.ts';
import { homeConfig, type HomeFlags } from '../options/demo-home.ts';
import { siretOf } from '../options/option-values.ts';
import { entriesOf, openEntries, type Entry } from './credential-entries.ts';

type ShowFlags = HomeFlags & {
  readonly siret: string;
  readonly json?: true;
  /** Also shows what may have replaced the current credential, for a person who tries both. */
  readonly doubtful?: true;
  /** Prints the password even if no screen shows it. */
  readonly reveal?: true;
};

/** `raccord credentials show`: opens the current credential of one SIRET. */
export const showCredential: Command<ShowFlags> = async (context, flags) => {
  const config = homeConfig(context, flags);
  const siret = siretOf(flags.siret, config.environment);
  const entries = (await entriesOf(context, config)).filter((entry) => entry.siret === siret);
  if (flags.doubtful === true) return showDoubtful(context, config, flags, entries);
  const current = entries.find(({ status }) => status === 'current');
  const latest = entries.at(-1);
  if (latest === undefined) throw new RaccordError('CREDENTIAL_UNKNOWN', { siret });
  if (current === undefined) {
    throw new RaccordError('CREDENTIAL_NOT_VALID', { siret, status: latest.status });
  }
  expectReader(context, flags);
  const [clear] = await openEntries(config, [current]);
  if (flags.json === true) context.terminal.reveal(jsonText(clear, 2));
  else {
    context.terminal.reveal(clear?.login ?? '');
    context.terminal.reveal(clear?.password ?? '');
  }
  return EXIT.done;
};

/**
 * Requires a screen, `--json` or `--reveal`: anywhere else, the password would end up in a log or a
 * mail.
 * @throws RaccordError CONFIG_INVALID
 */
function expectReader({ terminal, texts }: CommandContext, { reveal, json }: ShowFlags): void {
  if (terminal.isOutputShown || reveal === true || json === true) return;
  throw new RaccordError('CONFIG_INVALID', { problems: [texts.credentials.onlyRevealed] });
}

/** Shows every credential that may open the account, with its status: the right one is unknown. */
async function showDoubtful(
  context: CommandContext,
  config: Config,
  flags: ShowFlags,
  entries: readonly Entry[],
): Promise<ExitCode> {
  const { terminal, texts } = context;
  const { siret, json } = flags;
  const open = entries.filter(({ status }) => mayBeValid(status));
  if (open.every(({ status }) => status === 'current')) {
    throw new RaccordError('CONFIG_INVALID', { problems: [texts.credentials.noneDoubtful(siret)] });
  }
  expectReader(context, flags);
  const opened = await openEntries(config, open);
  const credentials = opened.map((clear, index) => ({ status: open[index]?.status, ...clear }));
  if (json === true) terminal.reveal(jsonText({ credentials }, 2));
  else {
    for (const { status, capturedAt, login, password } of credentials) {
      terminal.reveal(
        `${status === undefined ? '' : texts.credentials.statuses[status]} ${capturedAt}`,
      );
      terminal.reveal(login);
      terminal.reveal(password);
    }
  }
  return EXIT.done;
}
