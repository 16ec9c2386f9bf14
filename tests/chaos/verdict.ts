import { EXIT } from '../../src/domain/errors.ts';
import type { Account, Write } from '../../fixtures/portal/truth.ts';
import { halvesOf } from './case.ts';
import { claimsOf, type Claims } from './claims.ts';
import type { Evidence, HomeLeft, Sealed, Told } from './evidence.ts';

/** What went wrong in a case, each thing in one line. */
export interface ChaosVerdict {
  /** raccord set a password on the portal that cannot be opened, and nothing else took it away. */
  readonly lost: readonly string[];
  /** More of raccord's writes reached the portal than were asked for. */
  readonly doubled: readonly string[];
  readonly leaked: readonly string[];
  /** What was said contradicts what the portal holds, or what can be opened. */
  readonly wronglyTold: readonly string[];
}

/** Holds the portal's truth against the vaults, the ledgers and the words of every command. */
export function judgeCase(evidence: Evidence): ChaosVerdict {
  return {
    lost: lostIn(evidence),
    doubled: doubledIn(evidence),
    leaked: evidence.leaks,
    wronglyTold: [
      ...evidence.told.flatMap((told) => wronglyToldBy(told, evidence)),
      ...claimedTwice(evidence),
      ...evidence.homes.flatMap((home) => wronglyKeptIn(home, evidence)),
    ],
  };
}

/** True where nothing went wrong. */
export function isGood({ lost, doubled, leaked, wronglyTold }: ChaosVerdict): boolean {
  return [lost, doubled, leaked, wronglyTold].every((findings) => findings.length === 0);
}

function lostIn({ truth, homes, destroyed }: Evidence): string[] {
  return truth.accounts.flatMap(({ login, password }) => {
    const last = passwordsOf(login, truth.history).at(-1);
    if (last?.by !== 'request' || destroyed.includes(password)) return [];
    const kept = homes.flatMap((home) =>
      home.sealed
        .filter((one) => one.login === login && one.password === password)
        .map(({ id }) => ({ home, id })),
    );
    if (kept.length === 0) return [`no vault holds the password of ${login}`];
    // What the ledger gives up no command of raccord's opens any more.
    const statuses = kept.map(({ home, id }) => ({ home, status: statusOf(home, id) }));
    const isGivenUp = statuses.every(
      ({ home, status }) => !home.isFaulty && status !== undefined && GIVEN_UP.has(status),
    );
    const words = statuses.map(({ status }) => status).join(', ');
    return isGivenUp ? [`the password of ${login} is sealed, but counts as ${words}`] : [];
  });
}

const GIVEN_UP: ReadonlySet<string> = new Set(['abandoned', 'replaced']);

function statusOf({ listed }: HomeLeft, id: string): string | undefined {
  return listed?.find(({ credentialId }) => credentialId === id)?.status;
}

function doubledIn({ truth, arrivals, told }: Evidence): string[] {
  const own = truth.history.filter(({ by }) => by === 'request');
  const twice = duplicates(
    arrivals.map(({ action, siret, session, request }) => ({
      key: `${session} ${request}`,
      words: `the same ${action} of ${siret ?? 'no structure'}`,
    })),
  ).map(({ words, count }) => `${words} reached the portal ${count} times`);
  const sirets = [...new Set(own.map(({ siret }) => siret))];
  const effective = sirets.flatMap((siret) => {
    const of = (action: Write['action']): Write[] =>
      own.filter((write) => write.siret === siret && write.action === action);
    const wanted = told.filter(
      ({ command }) => command.name === 'run' && command.siret === siret && command.newAccount,
    ).length;
    const before = (all: readonly { readonly siret: string }[], action: Write['action']): number =>
      all.filter((one) => one.siret === siret).length -
      truth.history.filter((write) => write.siret === siret && write.action === action).length;
    return [
      tooMany('connections', of('declare').length, allowed(before(truth.connections, 'declare'))),
      tooMany(
        'accounts',
        of('create-account').length,
        allowed(before(truth.accounts, 'create-account')) + wanted,
      ),
      ...counted(of('reset-password').map(({ name }) => name)).map(({ value, count }) =>
        tooMany(`resets of ${value}`, count, 1),
      ),
    ].flatMap((words) => (words === undefined ? [] : [`${siret}: ${words}`]));
  });
  return [...twice, ...effective];
}

/** One, unless there was one before any of this. */
function allowed(before: number): number {
  return before > 0 ? 0 : 1;
}

function tooMany(what: string, count: number, most: number): string | undefined {
  return count > most ? `${count} ${what} by raccord, where ${most} may be` : undefined;
}

function wronglyToldBy(told: Told, evidence: Evidence): string[] {
  const claims = claimsOf(told);
  const findings = [
    ...wrongClaims(told, claims, evidence),
    ...wrongDenials(told, claims, evidence),
    ...wrongExits(told, claims, evidence),
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
  return [
    ...enrolments.flatMap(({ siret, connection, account }) => [
      ...(MADE.has(connection.outcome) && !isOwn('declare', siret, connection.applicationName)
        ? [`${siret}: connection ${connection.outcome}, and no request of raccord's made it`]
        : []),
      ...(MADE.has(account.outcome) &&
      !isOwn('create-account', siret, account.login, passwordOf(account.credentialId))
        ? [`${siret}: account ${account.outcome}, and its password here opens none`]
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

/** More homes say that they declared a connection than requests did: the portal tells them not apart. */
function claimedTwice({ truth: { history }, told }: Evidence): string[] {
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
  const then = standingAt(endedAt, truth);
  return enrolments.flatMap(({ siret, account }) => {
    const missing = halvesOf(command, siret).filter((half) => !then[half].has(siret));
    const gone = missing.map((half) => `${siret}: exit 0, and the portal has no ${half}`);
    const isAsked = halvesOf(command, siret).includes('account');
    if (!isAsked || account.outcome !== 'existing') return gone;
    if (isHere(account.login, told) || isSaid(told)) return gone;
    return [...gone, `${siret}: nothing to do, exit 0, and the account's password is not here`];
  });
}

/** The current password of a login stands in the vault, by the ledger's own word. */
function isHere(login: string | undefined, { listed = [], sealed }: Told): boolean {
  const current = listed.filter((one) => one.login === login && one.status === 'current');
  return current.some(({ credentialId }) => sealed.some(({ id }) => id === credentialId));
}

/** A single run names the command that gets a password; a batch has to end with another code. */
function isSaid({ command, stdout, stderr }: Told): boolean {
  return command.name === 'run' && /--adopt|--new-account/u.test(`${stdout}${stderr}`);
}

/** What the portal had at a time. */
function standingAt(
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

/** The ledger or the vault of a home says what is not so. */
function wronglyKeptIn(home: HomeLeft, { truth, told }: Evidence): string[] {
  const { name, listed = [], standing = [], sealed } = home;
  const current = listed.filter(({ status }) => status === 'current');
  const wrong = current.flatMap(({ siret, login, credentialId }) => {
    const kept = sealed.find(({ id }) => id === credentialId);
    const why = whyNotGood(kept, login, truth.history, lastLook(told, name, siret));
    return why === undefined ? [] : [`${login} has a current password ${why}`];
  });
  const several = duplicates(current.map(({ login }) => ({ key: login, words: login }))).map(
    ({ words, count }) => `${words} has ${count} current passwords`,
  );
  const absent = standing.flatMap(({ siret, connection, account }) => [
    ...(connection.state === 'done' &&
    !truth.connections.some(
      (one) => one.siret === siret && one.applicationName === connection.applicationName,
    )
      ? [`${siret}: the connection counts as done, and the portal has none of that name`]
      : []),
    ...(account.state === 'done' && !truth.accounts.some(({ login }) => login === account.login)
      ? [`${siret}: the account counts as done, and the portal has none of that login`]
      : []),
  ]);
  return [...wrong, ...several, ...absent].map((words) => `${name}: ${words}`);
}

/**
 * Why a password that counts as current is none; undefined where it is the account's, or was, and
 * nobody could know better: another hand's reset of the same day looks like raccord's own, and what
 * came after the last look is seen at the next one. A file that is gone is told by `status` itself.
 */
function whyNotGood(
  kept: Sealed | undefined,
  login: string,
  history: readonly Write[],
  lastLookAt: string,
): string | undefined {
  if (kept === undefined) return undefined;
  const passwords = passwordsOf(login, history);
  const set = passwords.findIndex(
    ({ by, password }) => by === 'request' && password === kept.password,
  );
  if (set === -1) return 'that was never the account’s';
  const later = passwords
    .slice(set + 1)
    .filter(({ by, at }) => by === 'request' && at < lastLookAt);
  return later.length === 0 ? undefined : 'that raccord itself had replaced';
}

/** When a command of a home that ran to its end began to look at a SIRET, the last time. */
function lastLook(told: readonly Told[], name: string, siret: string): string {
  const looks = told.filter(
    ({ home, command, exitCode }) =>
      home === name &&
      exitCode === EXIT.done &&
      (command.name === 'renew'
        ? command.sirets.includes(siret)
        : halvesOf(command, siret).includes('account')),
  );
  return looks.at(-1)?.startedAt ?? '';
}

/** The passwords that an account got one after the other. */
function passwordsOf(login: string, history: readonly Write[]): Write[] {
  return history.filter(({ action, name }) => action !== 'declare' && name === login);
}

function counted(values: readonly string[]): { value: string; count: number }[] {
  return [...new Set(values)].map((value) => ({
    value,
    count: values.filter((one) => one === value).length,
  }));
}

function duplicates(
  all: readonly { readonly key: string; readonly words: string }[],
): { words: string; count: number }[] {
  return counted(all.map(({ key }) => key)).flatMap(({ value, count }) => {
    const words = all.find(({ key }) => key === value)?.words;
    return count > 1 && words !== undefined ? [{ words, count }] : [];
  });
}
