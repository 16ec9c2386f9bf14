import { EXIT } from '../../errors/exit-code.ts';
import type { Command } from '../context.ts';
import { homeConfig, type HomeFlags } from '../options/demo-home.ts';
import { minuteOf } from '../../schedule/wall-clock.ts';
import { table } from '../terminal/text-tables.ts';
import { entriesOf } from './credential-entries.ts';

type ListFlags = HomeFlags & { readonly json?: true };

/** `raccord credentials list`: lists captured credentials without opening them. */
export const listCredentials: Command<ListFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const config = homeConfig(context, flags);
  const entries = await entriesOf(context, config);
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
        texts.credentials.statuses[status],
        minuteOf(credential.capturedAt, config.timezone),
        expiresOn ?? '',
      ]),
      terminal.columns,
    ),
  );
  return EXIT.done;
};
