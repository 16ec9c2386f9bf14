import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { libraryWordsIn } from './library-words.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';

/** What a case left behind, once the plain run after it has ended. */
export interface Evidence {
  /** The halves that were to be done. */
  readonly resources: readonly Resource[];
  readonly truth: Truth;
  /** What `credentials export` wrote, where it could. */
  readonly opened: string | undefined;
  /** What `status --json` printed. */
  readonly status: string;
  readonly last: Finished;
  /** What each command printed. */
  readonly told: readonly Finished[];
  readonly leaks: readonly string[];
}

export interface Verdict {
  /** What is not there, or cannot be opened, or is not what the portal knows. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly leaked: readonly string[];
  /** Sentences of a library's, told to whoever reads a message. */
  readonly raw: readonly string[];
  readonly ended: string;
}

interface Exported {
  readonly login: string;
  readonly password: string;
}

interface Standing {
  readonly connection: { readonly state: string; readonly applicationName?: string };
  readonly account: { readonly state: string; readonly login?: string };
}

/** Holds the portal's truth, the vault and the ledger against each other. */
export function judge({ resources, truth, opened, status, last, told, leaks }: Evidence): Verdict {
  const { connections, accounts, writes } = truth;
  const lost: string[] = [];
  const doubled: string[] = [];
  const made = { connection: connections.length, account: accounts.length };
  for (const resource of resources) if (made[resource] === 0) lost.push(`no ${resource}`);
  if (connections.length > 1) doubled.push(`${connections.length} connections`);
  if (accounts.length > 1) doubled.push(`${accounts.length} accounts`);
  if (writes > connections.length + accounts.length) doubled.push(`${writes} writes`);

  const known = opened === undefined ? [] : (JSON.parse(opened) as Exported[]);
  for (const { login, password } of accounts) {
    const own = known.filter((credential) => credential.login === login);
    if (!own.some((credential) => credential.password === password)) {
      lost.push(`the password of ${login}`);
    }
    if (own.length > 1) doubled.push(`${own.length} credentials of ${login}`);
  }
  const [standing] = (JSON.parse(status) as { enrolments: Standing[] }).enrolments;
  const [connection] = connections;
  const [account] = accounts;
  const agreed = { connection: standing?.connection.state, account: standing?.account.state };
  const isUnproven = agreed.account === 'unproven';
  if (
    resources.some(
      (resource) => agreed[resource] !== 'done' && !(resource === 'account' && isUnproven),
    )
  ) {
    lost.push(`the ledger says ${JSON.stringify(agreed)}`);
  }
  if (standing?.connection.applicationName !== connection?.applicationName) {
    lost.push(`the ledger calls the connection ${String(standing?.connection.applicationName)}`);
  }
  if (standing?.account.login !== account?.login) {
    lost.push(`the ledger calls the account ${String(standing?.account.login)}`);
  }
  const isKept = isUnproven && last.exitCode === 1;
  const isMeant = !isUnproven && last.exitCode === 0;
  const ended = isKept ? 'not proven' : isMeant ? 'as meant' : `exit ${String(last.exitCode)}`;
  return { lost, doubled, leaked: leaks, raw: told.flatMap(libraryWordsIn), ended };
}
