import { unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import type { CredentialEntry } from '../../domain/credential.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { writeNewFile } from '../../files/durable-file.ts';
import { readPrivateFile } from '../../files/private-file.ts';
import { bundleText, type BundleEntry } from '../../credentials/bundle/bundle.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { homeConfig, type HomeFlags } from '../options/demo-home.ts';
import { entriesOf, openEntries, type ClearCredential } from './credential-entries.ts';
import type { ClearFormat, ExportFormat } from './export-formats.ts';
import { vaultFolderOf, readSealed, sealedFile } from '../../credentials/vault/vault.ts';
import { jsonText } from '../../domain/json.ts';
import { beginsFormula, quotedCell } from '../../files/csv-cells.ts';
import { csvCell } from '../../reporting/report/report-csv.ts';

type ExportFlags = HomeFlags & {
  readonly format: ExportFormat;
  readonly output?: string;
  readonly reveal?: true;
  /** Includes credentials of accounts that someone else may have created. */
  readonly unproven?: true;
};

/** The text to write, with its number of credentials. */
interface Written {
  readonly text: string;
  readonly count: number;
}

/**
 * `raccord credentials export`: writes every current credential, in clear or sealed, to a new
 * private file or to standard output. Prints clear text only if asked: it ends in logs and mails.
 */
export const exportCredentials: Command<ExportFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const { format, output, reveal } = flags;
  if (output === undefined && format !== 'sealed' && reveal !== true) {
    throw new RaccordError('CONFIG_INVALID', { problems: [texts.delivery.onlyRevealed] });
  }
  const config = homeConfig(context, flags);
  const written =
    format === 'sealed'
      ? await sealedBundle(context, config, flags)
      : await inClear(context, config, format, flags);
  if (output === undefined) {
    terminal.reveal(written.text);
    return EXIT.done;
  }
  await writeNew(context, output, written.text, format === 'sealed');
  terminal.err(texts.delivery.exported(written.count, output));
  return EXIT.done;
};

/**
 * @throws RaccordError CONFIG_INVALID if the file exists or cannot be created; FILE_TOO_OPEN if the
 * disk cannot keep clear text private.
 */
async function writeNew(
  { processEnvironment, texts }: CommandContext,
  output: string,
  text: string,
  isSealed: boolean,
): Promise<void> {
  const path = resolve(processEnvironment.folder, output);
  try {
    await writeNewFile(path, Buffer.from(`${text}\n`));
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    const problems = [error.exists ? texts.credentials.exists(output) : error.message];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  }
  if (isSealed) return;
  try {
    await readPrivateFile(path);
  } catch (error) {
    await unlink(path);
    throw error;
  }
}

function isWanted({ status }: CredentialEntry, { unproven }: ExportFlags): boolean {
  return status === 'current' || (status === 'unproven' && unproven === true);
}

async function inClear(
  context: CommandContext,
  config: Config,
  format: ClearFormat,
  flags: ExportFlags,
): Promise<Written> {
  const entries = await entriesOf(context, config);
  const current = entries.filter((entry) => isWanted(entry, flags));
  const clear = await openEntries(config, current);
  const formulas = format === 'csv' ? formulasIn(clear) : 0;
  const { terminal, texts } = context;
  if (formulas > 0) terminal.err(texts.delivery.formulas(formulas));
  return { text: CLEAR_WRITERS[format](clear), count: clear.length };
}

/**
 * Bundles the sealed files of the vault with their ledger data. Reads no key.
 * @throws RaccordError VAULT_DAMAGED if a file is not as it was sealed.
 */
async function sealedBundle(
  context: CommandContext,
  config: Config,
  flags: ExportFlags,
): Promise<Written> {
  const app = appOf(context, config, loggerOf(context, false));
  const entries = await app.withLedger((ledger) => ledger.credentials());
  const current = entries.filter((entry) => isWanted(entry, flags));
  const folder = vaultFolderOf(config);
  const credentials = await Promise.all(
    current.map(async ({ siret, credential, status, found }): Promise<BundleEntry> => {
      const { id, login, capturedAt, fingerprint, digest } = credential;
      const sealed = await readSealed(sealedFile(folder, siret, credential), credential);
      return {
        ...{ siret, login, credentialId: id, capturedAt },
        ...{ status: status === 'unproven' ? status : 'current' },
        accountState: found?.state ?? '',
        expiresOn: found?.expiresOn,
        ...{ fingerprint, digest, sealed: sealed.toString('utf8') },
      };
    }),
  );
  const exportedAt = systemClock.now().toISOString();
  const text = bundleText({ portal: config.portalUrl.hostname, exportedAt, credentials });
  return { text, count: credentials.length };
}

type Writer = (credentials: readonly ClearCredential[]) => string;

/** Writers by format, without the last newline, which is added on output. */
const CLEAR_WRITERS: Readonly<Record<ClearFormat, Writer>> = {
  json: (credentials) => jsonText(credentials, 2),
  env: environmentFile,
  csv: clearCsv,
};

/** Counts the passwords that a spreadsheet would read as formulas. */
function formulasIn(credentials: readonly ClearCredential[]): number {
  return credentials.filter(({ password }) => beginsFormula(password)).length;
}

/** Formats lines that a POSIX shell reads back byte for byte, whatever the password contains. */
function environmentFile(credentials: readonly ClearCredential[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return credentials
    .flatMap(({ siret, login, password }) => [
      `CPRO_${siret}_LOGIN=${quoted(login)}`,
      `CPRO_${siret}_PASSWORD=${quoted(password)}`,
    ])
    .join('\n');
}

const COLUMNS = ['siret', 'login', 'password', 'capturedAt', 'expiresOn'] as const;

/**
 * Formats CSV for programs (RFC 4180): commas, every cell quoted, no byte order mark. Cells are
 * neutralised for spreadsheets, except the password: with a leading apostrophe it would open
 * nothing, and nobody would see why.
 */
function clearCsv(credentials: readonly ClearCredential[]): string {
  const rows = credentials.map((credential) =>
    COLUMNS.map((column) =>
      column === 'password' ? quotedCell(credential.password) : csvCell(credential[column]),
    ),
  );
  return [COLUMNS.map((column) => quotedCell(column)), ...rows]
    .map((cells) => `${cells.join(',')}\r`)
    .join('\n');
}
