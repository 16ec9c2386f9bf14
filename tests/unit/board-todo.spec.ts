import { expect, test } from '@playwright/test';
import type { KnownReading } from '../../src/board/board-home.ts';
import { todosAbout, todosOf } from '../../src/cli/board/todo.ts';
import { foldEnrolment, type Enrolment } from '../../src/domain/enrolment.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { LedgerEvent } from '../../src/domain/ledger-event.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const A = '73282932000074' as Siret;
const B = '81263740300013' as Siret;
const C = '90417253300013' as Siret;
const D = '35600000000048' as Siret;

const NOW = new Date('2026-11-27T04:00:00Z');
const PLACE = {
  texts: textsFor('en'),
  language: 'en',
  timezone: 'Europe/Paris',
  now: NOW,
  logins: new Map(),
} as const;
const AT = '2026-11-26T21:00:00.000Z';

function enrolment(
  siret: Siret,
  stream: 'connection' | 'account',
  ...events: readonly LedgerEvent['event'][]
): Enrolment {
  const happened = events.map((event) => ({ stream, at: AT, event }) as LedgerEvent);
  return foldEnrolment(siret, happened);
}

const FAILED = { kind: 'failed', code: 'STRUCTURE_NOT_OFFERED', step: 'choose-structure' } as const;
const DRIFT = { kind: 'failed', code: 'CONTROL_NOT_FOUND', step: 'fill-declaration' } as const;

function doubtful(siret: Siret): Enrolment {
  return enrolment(
    siret,
    'connection',
    { kind: 'not-seen' },
    { kind: 'intended', applicationName: 'Pldiffusion1' },
    { kind: 'doubted', reason: 'cut' },
    { kind: 'failed', code: 'OUTCOME_DOUBTFUL', step: 'submit-declaration' },
  );
}

function expiring(siret: Siret, expiresOn: string): Enrolment {
  const found = { name: `TECH_1_${siret}@cpro.fr`, state: 'Actif', expiresOn };
  return enrolment(siret, 'account', { kind: 'seen-other', found });
}

function reading(
  enrolments: readonly Enrolment[],
  more: Partial<KnownReading['standing']> = {},
): KnownReading {
  const standing = { undelivered: new Map(), gaps: new Map(), ...more };
  return {
    ...{ kind: 'known', unlisted: 0, working: [], runs: [] },
    standing: { known: enrolments.length, enrolments, ...standing },
  };
}

test('a home where all went well has nothing to do', () => {
  expect(todosOf(reading([expiring(A, '2028-01-21')]), PLACE)).toEqual([]);
  expect(todosOf({ kind: 'none', unlisted: 0 }, PLACE)).toEqual([]);
});

test('a refused sign-in comes before all else, and each thing has the command to type', () => {
  const todos = todosOf(
    reading([enrolment(C, 'account', FAILED), doubtful(A), expiring(B, '2026-11-20')], {
      refusal: { login: 'ops@exemple.fr', at: AT },
      gaps: new Map([[B, 'missing']]),
      undelivered: new Map([[D, ['folder:/srv', 'hook:1']]]),
    }),
    PLACE,
  );
  expect(todos.map(({ what, commands }) => [what.split(/[.:]/u)[0], commands])).toEqual([
    [expect.stringContaining('refused ops@exemple'), ['raccord sign-in']],
    ['One SIRET in doubt', [`raccord plan --siret ${A}`]],
    ['One account without a password here', [`raccord renew --adopt --siret ${B}`]],
    ['One SIRET failed', ['raccord runs --open', `raccord plan --siret ${C}`]],
    ['One account with an expired password', ['raccord renew --within 60d']],
  ]);
});

test('in a profile every command names it', () => {
  const known = reading([doubtful(A), enrolment(C, 'connection', DRIFT)]);
  const commands = todosOf(known, { ...PLACE, profile: 'lyon' }).flatMap((one) => one.commands);
  expect(commands).toEqual([
    `raccord plan --siret ${A} --profile lyon`,
    'raccord runs --open --profile lyon',
    'raccord doctor --collect --profile lyon',
    `raccord run --siret ${C} --headed --pause-before fill-declaration --profile lyon`,
  ]);
});

test('one command does for all SIRETs that it can take, and the code that meets most comes first', () => {
  const known = reading([
    enrolment(A, 'connection', DRIFT),
    enrolment(B, 'account', FAILED),
    enrolment(C, 'account', FAILED),
  ]);
  const [first, second] = todosOf(known, PLACE);
  expect(first).toMatchObject({
    what: '2 SIRETs failed: STRUCTURE_NOT_OFFERED',
    commands: ['raccord runs --open', `raccord plan --siret ${B} ${C}`],
    sirets: [B, C],
  });
  expect(second?.what).toContain('CONTROL_NOT_FOUND');
});

test('a SIRET in doubt is told once, not as a failure too', () => {
  expect(todosOf(reading([doubtful(A), doubtful(B)]), PLACE)).toMatchObject([
    { commands: [`raccord plan --siret ${A} ${B}`], sirets: [A, B] },
  ]);
});

for (const [exitCode, command] of [
  [3, 'raccord doctor'],
  [4, 'raccord sign-in'],
  [5, 'raccord sign-in --headed'],
  [6, 'raccord doctor --collect'],
] as const) {
  test(`a last run that ended with ${exitCode} leads to ${command}`, () => {
    const lastRun = {
      ...{ id: 'r1', command: 'batch', startedAt: AT, endedAt: AT, exitCode, isRunning: false },
    };
    expect(todosOf(reading([], { lastRun }), PLACE).map(({ commands }) => commands)).toEqual([
      [command],
    ]);
  });
}

test('a last run that nobody saw the end of, or that left SIRETs, is to be run again; one at work is not', () => {
  const run = { id: 'r1', command: 'batch', startedAt: AT, isRunning: false };
  const sirets = { all: 40, failed: 0, left: 30 };
  const whatsFor = (lastRun: KnownReading['standing']['lastRun']): string[] =>
    todosOf(reading([], { lastRun }), PLACE).map(({ what }) => what);
  expect(whatsFor({ ...run, sirets })).toEqual([
    'The last batch did not finish: it was killed, or the machine stopped, 30 SIRETs not reached.',
  ]);
  const ended = { ...run, endedAt: AT, sirets };
  expect(whatsFor({ ...ended, exitCode: 130 })).toEqual([
    'The last batch stopped: interrupted, 30 SIRETs not reached',
  ]);
  expect(whatsFor({ ...ended, exitCode: 1 })).toEqual([
    'The last batch stopped: failed, 30 SIRETs not reached',
  ]);
  expect(whatsFor({ ...run, isRunning: true, sirets })).toEqual([]);
  expect(whatsFor({ ...ended, exitCode: 1, sirets: { ...sirets, left: 0 } })).toEqual([]);
  expect(whatsFor({ ...run, endedAt: AT, exitCode: 130 })).toEqual([
    'The last batch stopped: interrupted',
  ]);
  // The queue says what workers have left.
  expect(whatsFor({ ...ended, command: 'worker', exitCode: 130 })).toEqual([]);
});

test('a click whose result no run has read is to be read, unless its run is at work', () => {
  const sent = enrolment(
    A,
    'connection',
    { kind: 'not-seen' },
    { kind: 'intended', applicationName: 'Pldiffusion1' },
  );
  const known = reading([sent, expiring(B, '2028-01-21')]);
  expect(todosOf(known, PLACE)).toMatchObject([
    {
      what: expect.stringContaining('click whose result was not read') as unknown,
      ...{ commands: [`raccord plan --siret ${A}`], sirets: [A], filter: 'unsettled' },
    },
  ]);
  const at = (startedAt: string, isRunning: boolean) => ({
    ...{ id: 'r1', command: 'batch', startedAt, isRunning },
  });
  expect(todosOf({ ...known, runs: [at(AT, true)] }, PLACE)).toEqual([]);
  expect(todosOf({ ...known, runs: [at(AT, false)] }, PLACE)).toHaveLength(1);
  expect(todosOf({ ...known, runs: [at(NOW.toISOString(), true)] }, PLACE)).toHaveLength(1);
});

test('a ledger that is lost or cannot be read is a thing to do, with the reason', () => {
  expect(todosOf({ kind: 'none', unlisted: 2 }, PLACE)).toMatchObject([
    { commands: ['raccord doctor --take-in'] },
  ]);
  const error = new RaccordError('LEDGER_DAMAGED', { file: '/srv/ledger.db', reason: 'cut' });
  expect(todosOf({ kind: 'unreadable', error }, PLACE)).toMatchObject([
    { what: expect.stringContaining('LEDGER_DAMAGED'), commands: ['raccord doctor --offline'] },
  ]);
});

test('of one SIRET its own things are told, and none of the home’s', () => {
  const known = reading([doubtful(A), enrolment(C, 'account', FAILED)], {
    refusal: { login: 'ops@exemple.fr', at: AT },
  });
  expect(todosAbout(C, { ...known, unlisted: 3 }, PLACE)).toMatchObject([
    { what: 'One SIRET failed: STRUCTURE_NOT_OFFERED', sirets: [C] },
  ]);
});
