import { expect } from '@playwright/test';
import { unresolvedFailureOf, foldEnrolment } from '../../src/domain/enrolment.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { LedgerEvent } from '../../src/domain/ledger-event.ts';
import { endEventOf, recordFoundResources } from '../../src/robot/record-end.ts';
import { EVENTS, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);

const FAILED = { kind: 'failed', code: 'STRUCTURE_NOT_OFFERED', step: 'choose-structure' } as const;

function at(minute: number): string {
  return `2026-11-23T14:${String(minute).padStart(2, '0')}:00.000Z`;
}

/** Events of the connection, a minute apart. */
function connectionEvents(
  ...events: readonly (LedgerEvent & { readonly stream: 'connection' })['event'][]
): LedgerEvent[] {
  return events.map(
    (event, minute) => ({ stream: 'connection', at: at(minute), event }) as LedgerEvent,
  );
}

test('what failed stands with its code, step and date, whatever is tried and read after it', () => {
  const { failures, connection } = foldEnrolment(
    SIRET,
    connectionEvents(EVENTS['not-seen'], FAILED, EVENTS['not-seen'], EVENTS.intended),
  );
  expect(failures).toEqual([
    {
      subject: 'connection',
      code: 'STRUCTURE_NOT_OFFERED',
      step: 'choose-structure',
      at: at(1),
    },
  ]);
  expect(connection.state).toBe('intended');
});

test('of several failures of one half the latest stands', () => {
  const later = { kind: 'failed', code: 'PORTAL_UNAVAILABLE' } as const;
  const { failures } = foldEnrolment(SIRET, connectionEvents(FAILED, later));
  expect(failures).toEqual([{ subject: 'connection', code: 'PORTAL_UNAVAILABLE', at: at(1) }]);
});

for (const [what, ...events] of [
  ['the list confirms what was written', EVENTS['not-seen'], EVENTS.intended, EVENTS.confirmed],
  ['another hand made it', EVENTS['seen-other']],
  ['a run says so', { kind: 'went-well' }],
] as const) {
  test(`a failure stands no more once ${what}`, () => {
    expect(foldEnrolment(SIRET, connectionEvents(FAILED, ...events)).failures).toEqual([]);
  });
}

test('one half that goes well leaves the failure of the other, and of a password, as it stands', () => {
  const enrolment = foldEnrolment(SIRET, [
    { stream: 'account', at: at(0), event: FAILED },
    { stream: 'renewal', login: 'TECH_1', at: at(1), event: { kind: 'failed', code: 'X' } },
    ...connectionEvents(FAILED, EVENTS['seen-other']),
  ]);
  expect(unresolvedFailureOf(enrolment, 'connection')).toBeUndefined();
  expect(unresolvedFailureOf(enrolment, 'account')?.code).toBe('STRUCTURE_NOT_OFFERED');
  expect(unresolvedFailureOf(enrolment, { login: 'TECH_1' })?.code).toBe('X');
  expect(unresolvedFailureOf(enrolment, { login: 'TECH_2' })).toBeUndefined();
});

test('a SIRET that failed before anything was known of it is known by that, after the ledger is opened anew', async ({
  ledger,
  open,
}) => {
  await ledger.record(SIRET, 'account', FAILED);
  const [known] = await (await open()).enrolments();
  expect(known).toMatchObject({
    siret: SIRET,
    account: { state: 'unread' },
    failures: [{ subject: 'account', code: 'STRUCTURE_NOT_OFFERED' }],
    updatedAt: '2026-11-23T14:05:01.250Z',
  });
});

test('an interruption is no failure, nor is a password that was never here', () => {
  const error = (code: 'INTERRUPTED' | 'PASSWORD_MISSING' | 'NOT_CREATED') => ({
    error: { code, message: '' },
    isHealthy: code === 'PASSWORD_MISSING',
  });
  expect(endEventOf(error('INTERRUPTED'), [new RaccordError('INTERRUPTED', {})])).toBeUndefined();
  const missing = new RaccordError('PASSWORD_MISSING', { siret: SIRET, login: 'TECH_1' });
  expect(endEventOf(error('PASSWORD_MISSING'), [missing])).toEqual({ kind: 'went-well' });
  const failed = new RaccordError('NOT_CREATED', { resource: 'account', reason: '' });
  failed.addContext({ step: 'confirm-account' });
  expect(endEventOf(error('NOT_CREATED'), [failed])).toEqual({
    ...{ kind: 'failed', code: 'NOT_CREATED', step: 'confirm-account' },
  });
});

test('what failed and is found on the portal by a plan went well; nothing else is recorded', async ({
  ledger,
}) => {
  const [failed, well] = [siretOf(1), siretOf(2)];
  await ledger.record(failed, 'connection', FAILED);
  await ledger.record(failed, 'account', FAILED);
  const there = { action: 'nothing to do', found: 'Pldiffusion1' } as const;
  const missing = { action: 'create account' } as const;
  await recordFoundResources(ledger, [
    { siret: failed, connection: there, account: missing },
    { siret: well, connection: there, account: { action: 'nothing to do' } },
  ]);
  const [only, ...others] = await ledger.enrolments();
  expect(others).toEqual([]);
  expect(only?.failures).toMatchObject([{ subject: 'account' }]);
});
