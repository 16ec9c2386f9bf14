import { EXIT } from '../../src/errors/exit-code.ts';
import type { Write } from '../../fixtures/portal/truth.ts';
import { resourcesOf } from './case.ts';
import type { Evidence, HomeLeft, Sealed, Told } from './evidence.ts';
import { duplicates, passwordsOf } from './writes.ts';

/** The ledger or the vault of a home says what is not so. */
export function wronglyKeptIn(home: HomeLeft, { truth, told, isApart }: Evidence): string[] {
  const { name, listed = [], standing = [], sealed } = home;
  const current = listed.filter(({ status }) => status === 'current');
  const wrong = current.flatMap(({ siret, login, credentialId }) => {
    const kept = sealed.find(({ id }) => id === credentialId);
    const lastLookAt = isApart ? '' : lastLook(told, name, siret);
    const why = whyNotGood(kept, login, truth.history, lastLookAt);
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
  const here = new Set(
    current
      .filter(({ credentialId }) => sealed.some(({ id }) => id === credentialId))
      .map(({ siret }) => siret),
  );
  const unsaid = standing.flatMap(({ siret, account: { state, credential } }) => {
    if (credential === 'missing' && here.has(siret)) {
      return [`${siret}: status says that the password is missing, and it is here`];
    }
    const isHealthy = (state === 'done' || state === 'existing') && credential === undefined;
    return isHealthy && !here.has(siret)
      ? [`${siret}: status calls the account ${state}, and its password is not here`]
      : [];
  });
  return [...wrong, ...several, ...absent, ...unsaid].map((words) => `${name}: ${words}`);
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
        : resourcesOf(command, siret).includes('account')),
  );
  return looks.at(-1)?.startedAt ?? '';
}
