import type { Config } from '../config/config.ts';
import { EXIT, RaccordError } from '../domain/errors.ts';
import { present } from '../domain/present.ts';
import type { Siret } from '../domain/siret.ts';
import type { CredentialEntry } from '../ledger/transitions.ts';
import { IDENTITY_FILE, readIdentity } from '../vault/keys.ts';
import type { OpenedCredential } from '../vault/vault.ts';
import { UnwritableError, writeDurably } from '../files/durable-file.ts';
import {
  appOf,
  configOf,
  identityFileOf,
  loggerOf,
  type Command,
  type CommandContext,
} from './context.ts';
import { demoConfig } from './demo-home.ts';
import { siretOf } from './enrolment-options.ts';
import { table } from './tables.ts';

interface HomeFlags {
  readonly demo?: true;
  readonly json?: true;
}

type Entry = CredentialEntry & { readonly expiresOn?: string };

export type ExportFormat = 'json' | 'env';

/** What `show --json` prints and `export` writes for one credential (DESIGN section 3). */
type ClearCredential = {
  readonly siret: Siret;
  readonly login: string;
  readonly password: string;
  readonly capturedAt: string;
  readonly expiresOn?: string;
};

/** `raccord credentials list`: what was captured, without opening it. */
export const listCredentials: Command<HomeFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const entries = await entriesOf(context, flags);
  if (flags.json === true) {
    terminal.json({
      credentials: entries.map(({ siret, status, credential, expiresOn }) => ({
        siret,
        login: credential.login,
        status,
        capturedAt: credential.capturedAt,
        expiresOn,
        credentialId: credential.id,
      })),
    });
    return EXIT.done;
  }
  if (entries.length === 0) {
    terminal.err(texts.credentials.none);
    return EXIT.done;
  }
  const { columns } = texts;
  terminal.out(
    table(
      [columns.siret, columns.login, columns.status, columns.captured, columns.expires],
      entries.map(({ siret, credential, status, expiresOn }) => [
        siret,
        credential.login,
        status,
        credential.capturedAt.slice(0, 16).replace('T', ' '),
        expiresOn ?? '',
      ]),
    ),
  );
  return EXIT.done;
};

/** `raccord credentials show`: opens the current credential of one SIRET. */
export const showCredential: Command<HomeFlags & { readonly siret: string }> = async (
  context,
  flags,
) => {
  const config = homeConfig(context, flags);
  const siret = siretOf(flags.siret, config.environment);
  const entries = (await entriesOf(context, flags)).filter((entry) => entry.siret === siret);
  const current = entries.find(({ status }) => status === 'current');
  const latest = entries.at(-1);
  if (latest === undefined) throw new RaccordError('CREDENTIAL_UNKNOWN', { siret });
  if (current === undefined) {
    throw new RaccordError('CREDENTIAL_NOT_VALID', { siret, status: latest.status });
  }
  const [clear] = await open(context, config, [current]);
  if (flags.json === true) context.terminal.reveal(JSON.stringify(clear, null, 2));
  else {
    context.terminal.reveal(clear?.login ?? '');
    context.terminal.reveal(clear?.password ?? '');
  }
  return EXIT.done;
};

/** `raccord credentials export`: opens every current credential into one private file. */
export const exportCredentials: Command<
  HomeFlags & { readonly output: string; readonly format: ExportFormat }
> = async (context, flags) => {
  const config = homeConfig(context, flags);
  const current = (await entriesOf(context, flags)).filter(({ status }) => status === 'current');
  const clear = await open(context, config, current);
  const text = flags.format === 'json' ? JSON.stringify(clear, null, 2) : environmentFile(clear);
  try {
    await writeDurably(flags.output, Buffer.from(`${text}\n`), { exclusive: true });
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    const { exists } = context.texts.credentials;
    const problems = [error.exists ? exists(flags.output) : error.message];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  }
  context.terminal.err(context.texts.credentials.exported(clear.length, flags.output));
  return EXIT.done;
};

function homeConfig(context: CommandContext, { demo }: HomeFlags): Config {
  const own = configOf(context);
  return demo === true ? demoConfig(own) : own;
}

/** The captured credentials; a current one with the expiry that the portal gave its account. */
async function entriesOf(context: CommandContext, flags: HomeFlags): Promise<Entry[]> {
  const app = appOf(context, homeConfig(context, flags), loggerOf(context, false));
  return app.withLedger(async (ledger) => {
    const entries = await ledger.credentials();
    return Promise.all(
      entries.map(async (entry) => {
        if (entry.status !== 'current') return entry;
        const { account } = await ledger.enrolment(entry.siret);
        return present<Entry>({ ...entry, expiresOn: account.found?.expiresOn });
      }),
    );
  });
}

/** Opens credentials; the key is read before anything else, so that nothing runs without it. */
async function open(
  context: CommandContext,
  config: Config,
  entries: readonly Entry[],
): Promise<ClearCredential[]> {
  const identity = await readIdentity(identityFileOf(config, IDENTITY_FILE));
  const vault = await appOf(context, config, loggerOf(context, false)).vault();
  return Promise.all(
    entries.map(async ({ siret, credential, expiresOn }) =>
      inClear(await vault.open(siret, credential, identity), expiresOn),
    ),
  );
}

function inClear(
  { siret, login, password, capturedAt }: OpenedCredential,
  expiresOn: string | undefined,
): ClearCredential {
  return {
    siret,
    login,
    password: password.reveal(),
    capturedAt,
    ...(expiresOn !== undefined && { expiresOn }),
  };
}

/** Lines that a POSIX shell reads back byte for byte, whatever the password is made of. */
function environmentFile(credentials: readonly ClearCredential[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return credentials
    .flatMap(({ siret, login, password }) => [
      `CPRO_${siret}_LOGIN=${quoted(login)}`,
      `CPRO_${siret}_PASSWORD=${quoted(password)}`,
    ])
    .join('\n');
}
