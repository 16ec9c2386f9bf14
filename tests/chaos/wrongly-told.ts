import { EXIT } from '../../src/errors/exit-code.ts';
import type { Account, Write } from '../../fixtures/portal/truth.ts';
import { resourcesOf } from './case.ts';
import { libraryWordsIn } from '../matrix/library-words.ts';
import { claimsOf, type Claims } from './claims.ts';
import type { Evidence, Told } from './evidence.ts';

/** What a command said or returned that is not so. */
export function wronglyToldBy(told: Told, evidence: Evidence): string[] {
  const claims = claimsOf(told);
  const findings = [
    ...wrongClaims(told, claims, evidence),
    ...wrongAlarms(told, claims),
    ...wrongDenials(told, claims, evidence),
    ...wrongExits(told, claims, evidence),
    ...libraryWordsIn(told).map((text) => `a library's own words: ${text}`),
  ];
  const number = evidence.told.indexOf(told) + 1;
  return findings.map(
    (words) => `command ${number} (${told.command.name}, ${told.home}): ${words}`,
  );
}

const MADE: ReadonlySet<string> = new Set(['created', 'recovered']);

/** It says that it made what it did not make, or that a password is here which is not. */
function wrongClaims(
  told: Told,
  { enrolments, renewals }: Claims,
  { truth: { history }, sealed }: Evidence,
): string[] {
  const until = history.filter(({ at }) => at <= told.endedAt);
  const isOwn = (action: Write['action'], siret: string, name = '', password?: string): boolean =>
    until.some(
      (write) =>
        write.by === 'request' &&
        write.action === action &&
        write.siret === siret &&
        write.name === name &&
        (password === undefined || write.password === password),
    );
  const passwordOf = (id = ''): string =>
    sealed.find((one) => one.id === id)?.password ?? 'none is sealed';
  const isSealed = (id = ''): boolean => sealed.some((one) => one.id === id);
  return [
    ...enrolments.flatMap(({ siret, connection, account }) => [
      ...(MADE.has(connection.outcome) && !isOwn('declare', siret, connection.applicationName)
        ? [`${siret}: connection ${connection.outcome}, and no request of raccord's made it`]
        : []),
      ...(MADE.has(account.outcome) &&
      !isOwn('create-account', siret, account.login, passwordOf(account.credentialId))
        ? [`${siret}: account ${account.outcome}, and its password here opens none`]
        : []),
      ...(account.outcome === 'unproven' && !isSealed(account.credentialId)
        ? [`${siret}: account unproven, and no password of it was ever sealed`]
        : []),
    ]),
    ...renewals.flatMap(({ siret, login, outcome, credentialId }) =>
      ['renewed', 'recovered'].includes(outcome) &&
      !isOwn('reset-password', siret, login, passwordOf(credentialId))
        ? [`${login}: ${outcome}, and its password here was never the account's`]
        : [],
    ),
  ];
}

/** It says that a password is missing which is here. */
function wrongAlarms(told: Told, { enrolments }: Claims): string[] {
  if (!told.alone) return [];
  return enrolments.flatMap(({ siret, account: { login, credential } }) =>
    credential === 'missing' && isHere(login, told)
      ? [`${siret}: the password of ${login ?? ''} is told as missing, and is here`]
      : [],
  );
}

/** More homes say that they declared a connection than requests did: the portal tells them not apart. */
export function claimedTwice({ truth: { history }, told, isApart }: Evidence): string[] {
  // At the same moment, with the same name and the same contact, the list shows one like the other.
  if (isApart) return [];
  const claims = told.flatMap((one) =>
    claimsOf(one).enrolments.flatMap(({ siret, connection }) =>
      MADE.has(connection.outcome)
        ? [{ home: one.home, key: `${siret} ${connection.applicationName ?? ''}` }]
        : [],
    ),
  );
  return [...new Set(claims.map(({ key }) => key))].flatMap((key) => {
    const homes = new Set(claims.filter((claim) => claim.key === key).map(({ home }) => home));
    const made = history.filter(
      ({ by, action, siret, name }) =>
        by === 'request' && action === 'declare' && `${siret} ${name}` === key,
    );
    // None at all is told of each claim by itself.
    if (made.length === 0 || homes.size <= made.length) return [];
    return [`${key}: ${homes.size} homes say that they declared it, of which ${made.length} did`];
  });
}

const DENIALS: Readonly<Record<string, readonly Write['action'][]>> = {
  NOT_CREATED: ['declare', 'create-account'],
  DECLARATION_REFUSED: ['declare'],
  ACCOUNT_REFUSED: ['create-account'],
  NOT_RENEWED: ['reset-password'],
  RESET_REFUSED: ['reset-password'],
};

/** It says that nothing was made, while its own request made it. */
function wrongDenials(
  { startedAt, endedAt, alone }: Told,
  { enrolments, renewals }: Claims,
  { truth: { history } }: Evidence,
): string[] {
  if (!alone) return [];
  const made = history.filter(({ by, at }) => by === 'request' && at >= startedAt && at <= endedAt);
  const denied = [
    ...enrolments.flatMap(({ siret, connection, account }) => [
      { siret, code: connection.error?.code, of: ['declare'] },
      { siret, code: account.error?.code, of: ['create-account'] },
    ]),
    ...renewals.map(({ siret, error }) => ({ siret, code: error?.code, of: ['reset-password'] })),
  ];
  return denied.flatMap(({ siret, code = '', of }) =>
    (DENIALS[code] ?? [])
      .filter((action) => of.includes(action))
      .filter((action) => made.some((write) => write.siret === siret && write.action === action))
      .map((action) => `${siret}: ${code}, and its ${action} took effect`),
  );
}

/** Its exit code promises what is not so. */
function wrongExits(told: Told, { enrolments }: Claims, { truth }: Evidence): string[] {
  const { command, exitCode, startedAt, endedAt, alone } = told;
  const written = truth.history.filter(
    ({ by, at }) => by === 'request' && at >= startedAt && at <= endedAt,
  );
  if (exitCode === EXIT.badInput && alone && written.length > 0) {
    return [`exit 2 (nothing was touched) after ${written.length} writes`];
  }
  if (exitCode !== EXIT.done) return [];
  const then = statusAt(endedAt, truth);
  return enrolments.flatMap(({ siret, account }) => {
    const missing = resourcesOf(command, siret).filter((resource) => !then[resource].has(siret));
    const gone = missing.map((resource) => `${siret}: exit 0, and the portal has no ${resource}`);
    const isAsked = resourcesOf(command, siret).includes('account');
    if (!isAsked || account.outcome !== 'existing') return gone;
    if (isHere(account.login, told)) return gone;
    return [...gone, `${siret}: nothing to do, exit 0, and the account's password is not here`];
  });
}

/** The current password of a login stands in the vault, by the ledger's own word. */
function isHere(login: string | undefined, { listed = [], sealed }: Told): boolean {
  const current = listed.filter((one) => one.login === login && one.status === 'current');
  return current.some(({ credentialId }) => sealed.some(({ id }) => id === credentialId));
}

/** What the portal had at a time. */
function statusAt(
  at: string,
  { connections, accounts, history }: Evidence['truth'],
): Readonly<Record<'connection' | 'account', ReadonlySet<string>>> {
  const late = new Set(history.filter((write) => write.at > at).map(({ name }) => name));
  return {
    connection: new Set(
      connections.filter((one) => !late.has(one.applicationName)).map(({ siret }) => siret),
    ),
    account: new Set(
      accounts.filter((one) => !isMadeAfter(at, one, history)).map(({ siret }) => siret),
    ),
  };
}

function isMadeAfter(at: string, { login }: Account, history: readonly Write[]): boolean {
  return history.some(
    (write) => write.action === 'create-account' && write.name === login && write.at > at,
  );
}
