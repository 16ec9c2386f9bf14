import type { Enrolment } from '../domain/enrolment.ts';
import { EXIT } from '../domain/errors.ts';
import { appOf, configOf, loggerOf, type Command } from './context.ts';
import { demoConfig } from './demo-home.ts';
import { table } from './tables.ts';

export interface StatusFlags {
  readonly demo?: true;
  readonly json?: true;
}

/** `raccord status`: where each SIRET stands, the first password to expire first. */
export const status: Command<StatusFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const own = configOf(context);
  const config = flags.demo === true ? demoConfig(own) : own;
  const app = appOf(context, config, loggerOf(context, false));
  const { login } = config;
  const { enrolments, refusal } = await app.withLedger(async (ledger) => ({
    enrolments: (await ledger.enrolments()).sort(byExpiry),
    refusal: login === undefined ? undefined : await ledger.refusedSignIn(login),
  }));
  if (refusal !== undefined) terminal.err(texts.status.refusal(login ?? '', refusal.at));
  if (flags.json === true) terminal.json({ enrolments: enrolments.map(asDocument) });
  else if (enrolments.length === 0) terminal.err(texts.status.none);
  else {
    const { columns } = texts;
    terminal.out(
      table(
        [
          columns.siret,
          columns.connection,
          columns.application,
          columns.account,
          columns.login,
          columns.expires,
          columns.updated,
        ],
        enrolments.map(asRow),
      ),
    );
  }
  return EXIT.done;
};

function byExpiry(one: Enrolment, other: Enrolment): number {
  const expiry = ({ account, siret }: Enrolment): string =>
    `${account.found?.expiresOn ?? '9999'} ${siret}`;
  return expiry(one) < expiry(other) ? -1 : 1;
}

function asRow({ siret, connection, account, updatedAt }: Enrolment): string[] {
  return [
    siret,
    connection.state,
    connection.found?.name ?? connection.applicationName ?? '',
    account.state,
    account.found?.name ?? account.credential?.login ?? '',
    account.found?.expiresOn ?? '',
    (updatedAt ?? '').slice(0, 16).replace('T', ' '),
  ];
}

function asDocument({ siret, connection, account, updatedAt }: Enrolment) {
  return {
    siret,
    connection: {
      state: connection.state,
      applicationName: connection.found?.name ?? connection.applicationName,
      portalState: connection.found?.state,
      message: connection.message,
    },
    account: {
      state: account.state,
      login: account.found?.name ?? account.credential?.login,
      portalState: account.found?.state,
      expiresOn: account.found?.expiresOn,
      credentialId: account.credential?.id,
      message: account.message,
    },
    updatedAt,
  };
}
