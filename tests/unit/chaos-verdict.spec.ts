import { expect, test } from '@playwright/test';
import type { Arrival } from '../../fixtures/portal/arrivals.ts';
import type { Account, Connection, Write } from '../../fixtures/portal/truth.ts';
import type { Command } from '../chaos/case.ts';
import { claimsOf } from '../chaos/claims.ts';
import type { Evidence, HomeLeft, Listed, Sealed, Told } from '../chaos/evidence.ts';
import { isGood, judgeCase, type ChaosVerdict } from '../chaos/verdict.ts';

const SIRET = '73282932000074';
const LOGIN = `TECH_1_${SIRET}@cpro.fr`;
const HOME = 'first home';
const GOOD: ChaosVerdict = { lost: [], doubled: [], leaked: [], wronglyTold: [] };

/** A time of the case, by its second. */
const at = (second: number): string =>
  new Date(Date.UTC(2026, 10, 26, 12, 0, second)).toISOString();

const CREATED = write({ action: 'create-account', name: LOGIN, password: 'P1', at: at(5) });
const DECLARED = write({ action: 'declare', name: 'Pldiffusion1', at: at(5) });

const SEALED: Sealed = { id: 'c1', siret: SIRET, login: LOGIN, password: 'P1' };
const LISTED: Listed = { siret: SIRET, login: LOGIN, status: 'current', credentialId: 'c1' };

const RUN: Command = { name: 'run', siret: SIRET, only: 'account' };
const DECLARATION: Command = { name: 'run', siret: SIRET, only: 'connection' };
const BATCH: Command = { name: 'batch', concurrency: 1 };
const RENEW: Command = { name: 'renew', sirets: [SIRET] };

function write(changes: Partial<Write>): Write {
  return {
    action: 'create-account',
    siret: SIRET,
    name: LOGIN,
    by: 'request',
    at: at(5),
    ...changes,
  };
}

function account(changes: Partial<Account> = {}): Account {
  return {
    siret: SIRET,
    login: LOGIN,
    password: 'P1',
    contactEmail: 'administrateur@pldiffusion.example',
    state: 'Actif',
    createdAt: at(5),
    modifiedAt: at(5),
    expiresOn: '2028-01-24',
    ...changes,
  };
}

function connection(changes: Partial<Connection> = {}): Connection {
  return {
    id: 1,
    siret: SIRET,
    applicationName: 'Pldiffusion1',
    usage: '',
    editor: '',
    contactName: '',
    contactPhone: '',
    contactEmail: '',
    contactFax: '',
    state: 'Validé',
    authentication: 'OAuth2',
    declaredAt: at(5),
    ...changes,
  };
}

/** What `run --only account` printed that made one, unless it is said otherwise. */
function told(changes: Partial<Told> = {}, outcome: object = {}): Told {
  const resource = { outcome: 'created', login: LOGIN, credentialId: 'c1', ...outcome };
  return {
    home: HOME,
    command: RUN,
    startedAt: at(0),
    endedAt: at(10),
    exitCode: 0,
    stdout: JSON.stringify({ siret: SIRET, connection: { outcome: 'skipped' }, account: resource }),
    stderr: '',
    alone: true,
    listed: [LISTED],
    sealed: [SEALED],
    ...changes,
  };
}

function toldOfConnection(changes: Partial<Told>, outcome: object): Told {
  const resource = { outcome: 'created', applicationName: 'Pldiffusion1', ...outcome };
  const stdout = JSON.stringify({
    siret: SIRET,
    connection: resource,
    account: { outcome: 'skipped' },
  });
  return told({ command: DECLARATION, stdout, listed: [], sealed: [], ...changes });
}

function toldOfRenewal(changes: Partial<Told>, outcome: object): Told {
  const renewal = {
    siret: SIRET,
    login: LOGIN,
    outcome: 'renewed',
    credentialId: 'c2',
    ...outcome,
  };
  return told({ command: RENEW, stdout: JSON.stringify({ renewals: [renewal] }), ...changes });
}

function home(changes: Partial<HomeLeft> = {}): HomeLeft {
  const standing = [
    { siret: SIRET, connection: { state: 'unread' }, account: { state: 'done', login: LOGIN } },
  ];
  return { name: HOME, listed: [LISTED], sealed: [SEALED], standing, isFaulty: false, ...changes };
}

type Changes = Partial<Omit<Evidence, 'truth'>> & { readonly truth?: Partial<Evidence['truth']> };

/** raccord made an account, and all is well, but for what is said otherwise. */
function evidence({ truth = {}, ...changes }: Changes = {}): Evidence {
  return {
    arrivals: [],
    told: [told()],
    homes: [home()],
    sealed: [SEALED],
    destroyed: [],
    isApart: false,
    leaks: [],
    ...changes,
    truth: {
      connections: [],
      accounts: [account()],
      signIns: [],
      writes: 1,
      history: [CREATED],
      ...truth,
    },
  };
}

test('an account that was made once, is kept and is told as it is leaves nothing to say', () => {
  const verdict = judgeCase(evidence());
  expect(verdict).toEqual(GOOD);
  expect(isGood(verdict)).toBe(true);
  expect(isGood({ ...GOOD, leaked: ['a secret'] })).toBe(false);
});

test('a leak is handed through', () => {
  expect(judgeCase(evidence({ leaks: ['output 0: password (plain)'] }))).toEqual({
    ...GOOD,
    leaked: ['output 0: password (plain)'],
  });
});

test.describe('lost', () => {
  const unsaid = { told: [], homes: [home({ listed: [], sealed: [], standing: [] })] };

  test('is a password that raccord set and that no vault holds', () => {
    expect(judgeCase(evidence(unsaid)).lost).toEqual([`no vault holds the password of ${LOGIN}`]);
  });

  test('is one that the ledger gave up although its account is there', () => {
    const listed = [{ ...LISTED, status: 'abandoned' }];
    expect(judgeCase(evidence({ told: [], homes: [home({ listed })] })).lost).toEqual([
      `the password of ${LOGIN} is sealed, but counts as abandoned`,
    ]);
    const restored = home({ listed, isFaulty: true });
    expect(judgeCase(evidence({ told: [], homes: [restored] })).lost).toEqual([]);
  });

  test('is not that of an account that another one of the structure replaced', () => {
    const later = { ...LISTED, login: LOGIN.replace('_1_', '_2_'), credentialId: 'c2' };
    const listed = [{ ...LISTED, status: 'abandoned' }, later];
    expect(judgeCase(evidence({ told: [], homes: [home({ listed })] })).lost).toEqual([]);
  });

  test('is not what a fault of the home took away, nor a password of another hand', () => {
    expect(judgeCase(evidence({ ...unsaid, destroyed: ['P1'] })).lost).toEqual([]);
    const reset = write({ action: 'reset-password', password: 'P2', by: 'second-hand', at: at(7) });
    const truth = { accounts: [account({ password: 'P2' })], history: [CREATED, reset] };
    expect(judgeCase(evidence({ ...unsaid, truth })).lost).toEqual([]);
  });

  test('is a reset whose password is nowhere, whoever made the account', () => {
    const reset = write({ action: 'reset-password', password: 'P2', at: at(7) });
    const truth = { accounts: [account({ password: 'P2' })], history: [reset] };
    expect(judgeCase(evidence({ ...unsaid, truth })).lost).toHaveLength(1);
  });
});

test.describe('doubled', () => {
  test('is a second account of a structure, unless a new one was asked for', () => {
    const second = write({ name: `TECH_2_${SIRET}@cpro.fr`, password: 'P2', at: at(8) });
    const truth = {
      accounts: [account(), account({ login: second.name, password: 'P2' })],
      history: [CREATED, second],
    };
    const sealed = [SEALED, { ...SEALED, id: 'c2', login: second.name, password: 'P2' }];
    const homes = [home({ sealed })];
    expect(judgeCase(evidence({ truth, homes })).doubled).toEqual([
      `${SIRET}: 2 accounts by raccord, where 1 may be`,
    ]);
    const asked = told({ command: { ...RUN, name: 'run', siret: SIRET, newAccount: true } });
    expect(judgeCase(evidence({ truth, homes, told: [told(), asked] })).doubled).toEqual([]);
  });

  test('is an account where somebody had made one before', () => {
    const earlier = account({ login: `TECH_0_${SIRET}@cpro.fr`, password: 'P0' });
    const truth = { accounts: [earlier, account()] };
    expect(judgeCase(evidence({ truth })).doubled).toEqual([
      `${SIRET}: 1 accounts by raccord, where 0 may be`,
    ]);
  });

  test('is not an account beside one that a second hand made meanwhile', () => {
    const other = write({ by: 'second-hand', password: 'Q1', at: at(4) });
    const own = write({ name: `TECH_2_${SIRET}@cpro.fr` });
    const accounts = [account({ password: 'Q1' }), account({ login: own.name })];
    expect(judgeCase(evidence({ truth: { accounts, history: [other, own] } })).doubled).toEqual([]);
  });

  test('is a second connection of a structure', () => {
    const second = write({ action: 'declare', name: 'Pldiffusion2', at: at(8) });
    const connections = [connection(), connection({ applicationName: second.name })];
    const truth = { connections, accounts: [], history: [DECLARED, second] };
    expect(judgeCase(evidence({ truth, told: [], homes: [] })).doubled).toEqual([
      `${SIRET}: 2 connections by raccord, where 1 may be`,
    ]);
  });

  test('is a second reset of a password', () => {
    const resets = [7, 8].map((second) =>
      write({ action: 'reset-password', password: `R${second}`, at: at(second) }),
    );
    const truth = { accounts: [account({ password: 'R8' })], history: resets };
    expect(judgeCase(evidence({ truth, told: [], homes: [] })).doubled).toEqual([
      `${SIRET}: 2 resets of ${LOGIN} by raccord, where 1 may be`,
    ]);
  });

  test('is no reset by each of two homes on two machines, of which neither can know the other', () => {
    const resets = [5, 6].map((second) =>
      write({ action: 'reset-password', password: `P${second}`, at: at(second) }),
    );
    const truth = { accounts: [account({ password: 'P6' })], history: resets };
    const sealed = [5, 6].map((n) => ({ ...SEALED, id: `c${n}`, password: `P${n}` }));
    const homes = [5, 6].map((n) =>
      home({ name: `home ${n}`, sealed, listed: [{ ...LISTED, credentialId: `c${n}` }] }),
    );
    const later = toldOfRenewal({ home: 'home 5', startedAt: at(20) }, { outcome: 'not due' });
    const apart = { truth, homes, sealed, told: [later] };
    expect(judgeCase(evidence({ ...apart, isApart: true }))).toEqual(GOOD);
    expect(isGood(judgeCase(evidence(apart)))).toBe(false);
  });

  test('is a request that reached the portal twice, whatever became of it', () => {
    const sender = { siret: SIRET, session: 'JSESSIONID=1' };
    const arrival: Arrival = {
      at: 3_000,
      host: 'cpro',
      method: 'POST',
      path: '/cpp/raccordementsApi',
      body: 'digest of execution=e1s2',
      write: 'declare',
      sender,
    };
    const twice = [arrival, { ...arrival, at: 18_000 }];
    expect(judgeCase(evidence({ arrivals: twice })).doubled).toEqual([
      `the same declare of ${SIRET} reached the portal 2 times`,
    ]);
    const line = { step: 'submit-declaration', siret: SIRET, msg: 'step began' };
    const stderr = `${JSON.stringify(line)}\n`.repeat(2);
    const tried = evidence({ arrivals: twice, told: [told({ stderr })] });
    expect(judgeCase(tried).doubled, 'raccord read the list between').toEqual([]);
    // The next run's session may number its forms alike.
    const another = [arrival, { ...arrival, sender: { ...sender, session: 'JSESSIONID=2' } }];
    expect(judgeCase(evidence({ arrivals: another })).doubled).toEqual([]);
  });
});

test.describe('wrongly told', () => {
  /** The second hand made the account that has the login of raccord's. */
  const others = {
    accounts: [account({ password: 'Q1' })],
    history: [{ ...CREATED, password: 'Q1', by: 'second-hand' as const }],
  };

  for (const outcome of ['created', 'recovered']) {
    test(`is an account of another hand that is ${outcome}`, () => {
      const verdict = judgeCase(evidence({ truth: others, told: [told({}, { outcome })] }));
      expect(verdict.wronglyTold).toEqual([
        `command 1 (run, first home): ${SIRET}: account ${outcome}, and its password here opens none`,
        `first home: ${LOGIN} has a current password that was never the account’s`,
      ]);
      expect(verdict.lost).toEqual([]);
    });
  }

  test('is an account of raccord’s whose sealed password is another one', () => {
    const wrong = { ...SEALED, password: 'P0' };
    const verdict = judgeCase(evidence({ sealed: [wrong], homes: [home({ sealed: [SEALED] })] }));
    expect(verdict.wronglyTold).toEqual([
      `command 1 (run, first home): ${SIRET}: account created, and its password here opens none`,
    ]);
  });

  test('is a connection of another hand that is created', () => {
    const truth = {
      connections: [connection()],
      accounts: [],
      history: [{ ...DECLARED, by: 'second-hand' as const }],
    };
    const made = toldOfConnection({}, {});
    expect(judgeCase(evidence({ truth, told: [made], homes: [] })).wronglyTold).toEqual([
      `command 1 (run, first home): ${SIRET}: connection created, and no request of raccord's made it`,
    ]);
    const seen = toldOfConnection({}, { outcome: 'existing' });
    expect(judgeCase(evidence({ truth, told: [seen], homes: [] }))).toEqual(GOOD);
  });

  test('is a connection that two homes say they declared, and one of them did', () => {
    const truth = { connections: [connection()], accounts: [], history: [DECLARED] };
    const both = [toldOfConnection({}, {}), toldOfConnection({ home: 'second home' }, {})];
    expect(judgeCase(evidence({ truth, told: both, homes: [] })).wronglyTold).toEqual([
      `${SIRET} Pldiffusion1: 2 homes say that they declared it, of which 1 did`,
    ]);
    const apart = evidence({ truth, told: both, homes: [], isApart: true });
    expect(judgeCase(apart).wronglyTold, 'on two machines at once').toEqual([]);
    const again = [both[0]!, toldOfConnection({}, { outcome: 'recovered' })];
    expect(judgeCase(evidence({ truth, told: again, homes: [] }))).toEqual(GOOD);
  });

  for (const outcome of ['renewed', 'recovered']) {
    test(`is a password ${outcome} that the account never had`, () => {
      const reset = write({ action: 'reset-password', password: 'Q2', by: 'second-hand' });
      const truth = { accounts: [account({ password: 'Q2' })], history: [reset] };
      const sealed = [{ ...SEALED, id: 'c2', password: 'P2' }];
      const made = [toldOfRenewal({}, { outcome })];
      expect(judgeCase(evidence({ truth, told: made, sealed, homes: [] })).wronglyTold).toEqual([
        `command 1 (renew, first home): ${LOGIN}: ${outcome}, and its password here was never the account's`,
      ]);
      const own = { ...truth, history: [{ ...reset, password: 'P2', by: 'request' as const }] };
      const kept = evidence({ truth: own, told: made, sealed, homes: [] });
      expect(judgeCase(kept).wronglyTold).toEqual([]);
    });
  }

  test('is a denial of what its own request made', () => {
    const refused = { outcome: 'failed', error: { code: 'ACCOUNT_REFUSED' } };
    const denied = evidence({ told: [told({ exitCode: 1 }, refused)], homes: [home()] });
    expect(judgeCase(denied).wronglyTold).toEqual([
      `command 1 (run, first home): ${SIRET}: ACCOUNT_REFUSED, and its create-account took effect`,
    ]);
    const another = evidence({ told: [told({ exitCode: 1, alone: false }, refused)] });
    expect(judgeCase(another).wronglyTold).toEqual([]);
    const doubted = { outcome: 'failed', error: { code: 'OUTCOME_DOUBTFUL' } };
    expect(judgeCase(evidence({ told: [told({ exitCode: 1 }, doubted)] }))).toEqual(GOOD);
  });

  test('is exit 2 after a write', () => {
    const stopped = told({
      exitCode: 2,
      stdout: JSON.stringify({ error: { code: 'LEDGER_DAMAGED' } }),
    });
    expect(judgeCase(evidence({ told: [stopped] })).wronglyTold).toEqual([
      'command 1 (run, first home): exit 2 (nothing was touched) after 1 writes',
    ]);
    const before = { ...stopped, startedAt: at(20), endedAt: at(30) };
    expect(judgeCase(evidence({ told: [before] }))).toEqual(GOOD);
  });

  test('is exit 0 where a half is not on the portal, then', () => {
    const done = [
      told({ endedAt: at(4) }, { outcome: 'skipped' }),
      toldOfConnection({}, { outcome: 'skipped' }),
    ];
    expect(judgeCase(evidence({ told: done })).wronglyTold).toEqual([
      `command 1 (run, first home): ${SIRET}: exit 0, and the portal has no account`,
      `command 2 (run, first home): ${SIRET}: exit 0, and the portal has no connection`,
    ]);
  });

  test('is nothing to do where the password is not here', () => {
    const existing = { outcome: 'existing', credentialId: undefined };
    const missing = { listed: [], sealed: [] };
    const left = [home({ ...missing, standing: [], isFaulty: true })];
    const destroyed = ['P1'];
    const words = `${SIRET}: nothing to do, exit 0, and the account's password is not here`;
    const verdictOf = (one: Told) =>
      judgeCase(
        evidence({ told: [one], homes: left, destroyed, truth: { connections: [connection()] } }),
      );

    expect(verdictOf(told(missing, existing)).wronglyTold).toEqual([
      `command 1 (run, first home): ${words}`,
    ]);
    const { stdout } = told({}, existing);
    const batch = {
      command: BATCH,
      stdout: JSON.stringify({
        enrolments: [
          {
            siret: SIRET,
            connection: { outcome: 'existing' },
            account: { outcome: 'existing', login: LOGIN },
          },
        ],
      }),
    };
    expect(verdictOf(told({ ...missing, ...batch })).wronglyTold).toEqual([
      `command 1 (batch, first home): ${words}`,
    ]);
    // To name what helps is not enough: both have to end with another code.
    const hint = 'raccord renew --adopt';
    for (const printed of [{ stdout }, batch]) {
      const said = { ...missing, ...printed, stderr: hint };
      expect(verdictOf(told(said)).wronglyTold).toHaveLength(1);
      expect(verdictOf(told({ ...said, exitCode: 1 }))).toEqual(GOOD);
    }
    // What is sealed here, and is the current one by the ledger, is here.
    expect(verdictOf(told(batch))).toEqual(GOOD);
    expect(verdictOf(told({ ...batch, sealed: [] })).wronglyTold).toHaveLength(1);
  });

  test('is a password that is told as missing and is here', () => {
    const alarm = { outcome: 'existing', credentialId: undefined, credential: 'missing' };
    const words = `${SIRET}: the password of ${LOGIN} is told as missing, and is here`;
    const wrong = told({ exitCode: 1 }, alarm);
    expect(judgeCase(evidence({ told: [wrong] })).wronglyTold).toEqual([
      `command 1 (run, first home): ${words}`,
    ]);
    const right = told({ exitCode: 1, sealed: [] }, alarm);
    expect(judgeCase(evidence({ told: [right] }))).toEqual(GOOD);
  });

  test('is an account that is not proven and of which no password was sealed', () => {
    const unproven = (credentialId: string) =>
      told({ exitCode: 1 }, { outcome: 'unproven', credentialId });
    expect(judgeCase(evidence({ told: [unproven('c1')] }))).toEqual(GOOD);
    expect(judgeCase(evidence({ told: [unproven('c9')] })).wronglyTold).toEqual([
      `command 1 (run, first home): ${SIRET}: account unproven, and no password of it was ever sealed`,
    ]);
  });

  test('is a status that keeps quiet about a password that is not here, or cries for one that is', () => {
    const connection = { state: 'absent' };
    const left = (changes: object, credential?: string) =>
      home({
        standing: [
          { siret: SIRET, connection, account: { state: 'done', login: LOGIN, credential } },
        ],
        ...changes,
      });
    const verdictOf = (one: HomeLeft) =>
      judgeCase(evidence({ homes: [one], destroyed: ['P1'] })).wronglyTold;
    for (const gone of [{ sealed: [] }, { listed: [] }]) {
      expect(verdictOf(left(gone))).toEqual([
        `first home: ${SIRET}: status calls the account done, and its password is not here`,
      ]);
      expect(verdictOf(left(gone, 'missing'))).toEqual([]);
    }
    expect(verdictOf(left({}))).toEqual([]);
    expect(verdictOf(left({}, 'missing'))).toEqual([
      `first home: ${SIRET}: status says that the password is missing, and it is here`,
    ]);
  });

  test('is a current password that raccord itself had replaced, once the list was read again', () => {
    const reset = write({ action: 'reset-password', password: 'P2', at: at(7) });
    const truth = { accounts: [account({ password: 'P2' })], history: [CREATED, reset] };
    const later = told({ startedAt: at(20), endedAt: at(30) }, { outcome: 'existing' });
    const destroyed = ['P2'];
    const verdict = judgeCase(evidence({ truth, told: [told(), later], destroyed }));
    expect(verdict.wronglyTold).toEqual([
      `first home: ${LOGIN} has a current password that raccord itself had replaced`,
    ]);
    expect(judgeCase(evidence({ truth, destroyed }))).toEqual(GOOD);
  });

  test('is not a current password that another hand replaced afterwards: no list tells', () => {
    const reset = write({ action: 'reset-password', password: 'Q2', by: 'second-hand', at: at(7) });
    const truth = { accounts: [account({ password: 'Q2' })], history: [CREATED, reset] };
    expect(judgeCase(evidence({ truth }))).toEqual(GOOD);
  });

  test('is more than one current password of a login', () => {
    const listed = [LISTED, { ...LISTED, credentialId: 'c2' }];
    expect(judgeCase(evidence({ homes: [home({ listed })] })).wronglyTold).toEqual([
      `first home: ${LOGIN} has 2 current passwords`,
    ]);
  });

  test('is a half that counts as done and is not on the portal', () => {
    const standing = [
      {
        siret: SIRET,
        connection: { state: 'done', applicationName: 'Pldiffusion1' },
        account: { state: 'done', login: 'TECH_9' },
      },
    ];
    expect(judgeCase(evidence({ homes: [home({ standing })] })).wronglyTold).toEqual([
      `first home: ${SIRET}: the connection counts as done, and the portal has none of that name`,
      `first home: ${SIRET}: the account counts as done, and the portal has none of that login`,
    ]);
  });
});

test("a library's own sentence is wrongly told, whatever else is right", () => {
  const stderr = '  Found    : locator.click: Timeout 30000ms exceeded.';
  expect(judgeCase(evidence({ told: [told({ stderr })] })).wronglyTold).toEqual([
    `command 1 (run, first home): a library's own words: ${stderr.trim()}`,
  ]);
});

test.describe('what commands claim', () => {
  test('is read from each of their documents', () => {
    expect(claimsOf(told()).enrolments).toMatchObject([{ siret: SIRET }]);
    expect(claimsOf(toldOfRenewal({}, {})).renewals).toMatchObject([{ outcome: 'renewed' }]);
    const none = { exitCode: 0, stdout: JSON.stringify({ renewals: [] }) };
    expect(claimsOf(none)).toEqual({ enrolments: [], renewals: [], codes: [] });
    const failed = {
      exitCode: 3,
      stdout: JSON.stringify({ error: { code: 'PORTAL_UNAVAILABLE' } }),
    };
    expect(claimsOf(failed).codes).toEqual(['PORTAL_UNAVAILABLE']);
  });

  test('is nothing where it was killed, and no document is taken for another', () => {
    expect(claimsOf({ exitCode: null, stdout: '{"enrolm' }).enrolments).toEqual([]);
    expect(() => claimsOf({ exitCode: 0, stdout: '{"something":"else"}' })).toThrow();
  });
});
