import { createLogUpdate } from 'log-update';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import { HALVES, type Enrolment, type HalfState } from '../domain/enrolment.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import type { Siret } from '../domain/siret.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../domain/portal-date.ts';
import { readPending } from '../delivery/outbox.ts';
import { sinkNames } from '../delivery/sink-names.ts';
import { writeMetrics } from '../metrics/write-metrics.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isDoubtful, openRenewals } from '../ledger/open-renewals.ts';
import type { AccountRenewal } from '../ledger/renewals.ts';
import type { CredentialEntry } from '../ledger/transitions.ts';
import { renderError } from '../messages/render.ts';
import { appOf, configOf, loggerOf, type Command, type CommandContext } from './context.ts';
import { demoConfig } from './demo-home.ts';
import { siretOf } from './enrolment-options.ts';
import { table } from './tables.ts';

export interface StatusFlags {
  readonly siret?: readonly string[];
  readonly state?: readonly HalfState[];
  /** Milliseconds. */
  readonly within?: number;
  readonly watch?: true;
  /** A file for Prometheus. */
  readonly metrics?: string;
  readonly demo?: true;
  readonly json?: true;
}

const DAY_MS = 86_400_000;
const WATCH_EVERY_MS = 1_000;

/** `raccord status`: where each SIRET stands, the first password to expire first. */
export const status: Command<StatusFlags> = async (context, flags) => {
  const own = configOf(context);
  const config = flags.demo === true ? demoConfig(own) : own;
  const isWanted = filterOf(flags, config);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const read = (): Promise<Standing> => readStanding(ledger, config, isWanted);
    if (flags.watch === true) {
      await watch(context, flags, read);
      return EXIT.done;
    }
    const standing = await read();
    if (flags.metrics !== undefined) {
      await writeMetrics(flags.metrics, ledger, sinkNames(config.delivery));
      context.terminal.err(context.texts.delivery.metricsWritten(flags.metrics));
    }
    if (flags.metrics === undefined || flags.json === true) show(context, flags, standing);
    // Told beside the table, which may be what is needed to mend it.
    const damaged = await app.damagedCredentials(await credentialsOf(standing, ledger));
    for (const error of damaged) context.terminal.err(renderError(error, context.texts));
    return damaged[0]?.exitCode ?? EXIT.done;
  });
};

interface Standing {
  /** How many the ledger knows, whatever the filter. */
  readonly known: number;
  readonly enrolments: readonly Enrolment[];
  /** Renewals whose click may have changed the password, or not. */
  readonly renewals: ReadonlyMap<Siret, readonly AccountRenewal[]>;
  /** The names of the sinks that have not got a SIRET's credential yet. */
  readonly undelivered: ReadonlyMap<Siret, readonly string[]>;
  readonly refusal?: { readonly login: string; readonly at: string };
}

async function readStanding(
  ledger: Ledger,
  { login, delivery }: Config,
  isWanted: Filter,
): Promise<Standing> {
  const all = await ledger.enrolments();
  const renewals = await openRenewals(ledger);
  const refusal = login === undefined ? undefined : await ledger.refusedSignIn(login);
  const undelivered = new Map<Siret, string[]>();
  for (const { entry, sink } of await readPending(ledger, sinkNames(delivery))) {
    undelivered.set(entry.siret, [...(undelivered.get(entry.siret) ?? []), sink]);
  }
  return {
    known: all.length,
    undelivered,
    renewals,
    enrolments: all.filter((one) => isWanted(one, renewals.get(one.siret) ?? [])).sort(byExpiry),
    ...(login !== undefined && refusal !== undefined && { refusal: { login, at: refusal.at } }),
  };
}

/** The credentials that open an account, or may do so, of what is shown. */
async function credentialsOf({ enrolments }: Standing, ledger: Ledger): Promise<CredentialEntry[]> {
  const shown = new Set(enrolments.map(({ siret }) => siret));
  const entries = await ledger.credentials();
  return entries.filter(
    ({ siret, status }) => shown.has(siret) && (status === 'current' || status === 'submitted'),
  );
}

type Filter = (enrolment: Enrolment, renewals: readonly AccountRenewal[]) => boolean;

/** @throws RaccordError SIRET_INVALID. */
function filterOf({ siret, state, within }: StatusFlags, { environment }: Config): Filter {
  const sirets = siret?.map((text) => siretOf(text, environment));
  return (enrolment, renewals) => {
    const { expiresOn } = enrolment.account.found ?? {};
    const days = expiresOn === undefined ? Infinity : daysUntil(expiresOn, systemClock.now());
    return (
      (sirets === undefined || sirets.includes(enrolment.siret)) &&
      (state === undefined ||
        HALVES.some((half) => state.includes(enrolment[half].state)) ||
        renewals.some(({ standing }) => state.some((one) => one === standing.state))) &&
      (within === undefined || days <= within / DAY_MS)
    );
  };
}

/** Shows what there is, and again whenever it changed: in its place on a terminal, below elsewhere. */
async function watch(
  context: CommandContext,
  flags: StatusFlags,
  read: () => Promise<Standing>,
): Promise<void> {
  const { signal, terminal, redactor } = context;
  const live =
    process.stdout.isTTY && flags.json !== true ? createLogUpdate(process.stdout) : undefined;
  let before: Standing | undefined;
  while (!signal.aborted) {
    const now = await read();
    if (!isDeepStrictEqual(now, before)) {
      if (flags.json === true) {
        terminal.jsonLine({ enrolments: now.enrolments.map((one) => asDocument(one, now)) });
      } else if (live === undefined) show(context, flags, now);
      else live(redactor.redact(textOf(context, now)));
    }
    before = now;
    await systemClock.sleep(WATCH_EVERY_MS, signal);
  }
  live?.done();
}

function show(context: CommandContext, flags: StatusFlags, standing: Standing): void {
  const { terminal, texts } = context;
  const { enrolments, refusal } = standing;
  if (refusal !== undefined) terminal.err(texts.status.refusal(refusal.login, refusal.at));
  if (flags.json === true) {
    terminal.json({ enrolments: enrolments.map((one) => asDocument(one, standing)) });
    return;
  }
  for (const line of leftOpen(context, standing)) terminal.err(line);
  if (enrolments.length > 0) terminal.out(textOf(context, standing));
  else terminal.err(textOf(context, standing));
}

/** What is still to be done about what is shown. */
function leftOpen(
  { texts }: CommandContext,
  { enrolments, renewals, undelivered }: Standing,
): string[] {
  const doubtful = enrolments.filter((one) =>
    isDoubtful(one, renewals.get(one.siret) ?? []),
  ).length;
  const pending = enrolments.flatMap(({ siret }) => undelivered.get(siret) ?? []).length;
  return [
    ...(doubtful === 0 ? [] : [texts.delivery.doubtful(doubtful)]),
    ...(pending === 0 ? [] : [texts.delivery.undelivered(pending)]),
  ];
}

function textOf({ texts }: CommandContext, { enrolments, known }: Standing): string {
  if (enrolments.length === 0) {
    return known === 0 ? texts.status.none : texts.status.noneOfThese;
  }
  const { columns } = texts;
  return table(
    [
      columns.siret,
      columns.connection,
      columns.application,
      columns.account,
      columns.login,
      columns.expires,
      columns.updated,
    ],
    enrolments.map(({ siret, connection, account, updatedAt }) => [
      siret,
      connection.state,
      connection.found?.name ?? connection.applicationName ?? '',
      account.state,
      account.found?.name ?? account.credential?.login ?? '',
      expiryOf(account.found?.expiresOn, texts.status.expires),
      (updatedAt ?? '').slice(0, 16).replace('T', ' '),
    ]),
  );
}

/** The date, and how long it is still good for where that is not long. */
function expiryOf(expiresOn: string | undefined, mark: (days: number) => string): string {
  if (expiresOn === undefined) return '';
  const days = daysUntil(expiresOn, systemClock.now());
  return days < EXPIRES_SOON_DAYS ? `${expiresOn} ${mark(days)}` : expiresOn;
}

function byExpiry(one: Enrolment, other: Enrolment): number {
  const expiry = ({ account, siret }: Enrolment): string =>
    `${account.found?.expiresOn ?? '9999'} ${siret}`;
  return expiry(one) < expiry(other) ? -1 : 1;
}

function asDocument(
  { siret, connection, account, updatedAt }: Enrolment,
  { renewals, undelivered }: Standing,
) {
  const { expiresOn } = account.found ?? {};
  const daysLeft = expiresOn === undefined ? undefined : daysUntil(expiresOn, systemClock.now());
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
      expiresOn,
      daysLeft,
      expiresSoon: daysLeft === undefined ? undefined : daysLeft < EXPIRES_SOON_DAYS,
      credentialId: account.credential?.id,
      message: account.message,
    },
    renewals: (renewals.get(siret) ?? []).map(({ login, standing: { state } }) => ({
      login,
      state,
    })),
    undelivered: undelivered.get(siret) ?? [],
    updatedAt,
  };
}
