import type { Write } from '../../fixtures/portal/truth.ts';
import type { Step } from '../../src/domain/step-names.ts';
import type { Evidence, HomeLeft, Told } from './evidence.ts';
import { claimedTwice, wronglyToldBy } from './wrongly-told.ts';
import { wronglyKeptIn } from './wrongly-kept.ts';
import { duplicates, passwordsOf, counted } from './writes.ts';

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
      ({ home, status }) =>
        !home.isFaulty &&
        status !== undefined &&
        GIVEN_UP.has(status) &&
        !(status === 'abandoned' && hasLaterAccount(home, login)),
    );
    const words = statuses.map(({ status }) => status).join(', ');
    return isGivenUp ? [`the password of ${login} is sealed, but counts as ${words}`] : [];
  });
}

const GIVEN_UP: ReadonlySet<string> = new Set(['abandoned', 'replaced']);

/** True if the structure uses another account now: the password of this one is given up rightly. */
function hasLaterAccount({ listed = [] }: HomeLeft, login: string): boolean {
  const siret = listed.find((one) => one.login === login)?.siret;
  return listed.some(
    (one) => one.siret === siret && one.login !== login && one.status === 'current',
  );
}

function statusOf({ listed }: HomeLeft, id: string): string | undefined {
  return listed?.find(({ credentialId }) => credentialId === id)?.status;
}

function doubledIn({ truth, arrivals, told, isApart }: Evidence): string[] {
  const own = truth.history.filter(({ by }) => by === 'request');
  const twice = duplicates(
    arrivals.flatMap(({ write, host, path, body, sender: { siret, session } }) =>
      write === undefined
        ? []
        : [
            {
              key: `${session} ${host} ${path} ${body}`,
              words: `the same ${write} of ${siret ?? 'no structure'}`,
              // The page that is asked for once more may number its form alike.
              allowed: Math.max(1, clicksOf(write, siret, told)),
            },
          ],
    ),
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
        tooMany(`resets of ${value}`, count, isApart ? 2 : 1),
      ),
    ].flatMap((words) => (words === undefined ? [] : [`${siret}: ${words}`]));
  });
  return [...twice, ...effective];
}

const SUBMIT_STEPS: Readonly<Record<Write['action'], Step>> = {
  declare: 'submit-declaration',
  'create-account': 'submit-account',
  'reset-password': 'submit-reset',
};

/** How often raccord's log says that it began to click for a write of a SIRET. */
function clicksOf(
  action: Write['action'],
  siret: string | undefined,
  told: readonly Told[],
): number {
  const began = [
    `"step":"${SUBMIT_STEPS[action]}"`,
    `"siret":"${siret ?? ''}"`,
    '"msg":"step began"',
  ];
  return told
    .flatMap(({ stderr }) => stderr.split('\n'))
    .filter((line) => began.every((part) => line.includes(part))).length;
}

/** One, unless there was one before any of this. */
function allowed(before: number): number {
  return before > 0 ? 0 : 1;
}

function tooMany(what: string, count: number, most: number): string | undefined {
  return count > most ? `${count} ${what} by raccord, where ${most} may be` : undefined;
}
