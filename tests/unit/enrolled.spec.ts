import { expect, test } from '@playwright/test';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type {
  AccountOutcome,
  EnrolmentRequest,
  Outcome,
  Succeeded,
} from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { resultOfPlanned, countBatch } from '../../src/robot/batch-totals.ts';
import {
  mergeAttempts,
  enrolmentReportOf,
  remainingOf,
  withCause,
  type EnrolmentReport,
} from '../../src/robot/enrolment-report.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

function attempt(connection: Outcome, account: Outcome, cause?: AnyRaccordError): EnrolmentReport {
  return {
    result: {
      siret: '73282932000074' as Siret,
      connection: { outcome: connection },
      account: { outcome: account },
      evidence: '',
      durationMs: 1_000,
    },
    causes: cause === undefined ? [] : [cause],
  };
}

const DOWN = new RaccordError('PORTAL_UNAVAILABLE', { url: '', answer: 'HTTP 503' });

test('what an earlier attempt created stays created where a later one finds it', () => {
  const { result, causes } = mergeAttempts(
    attempt('created', 'failed', DOWN),
    attempt('existing', 'created'),
  );
  expect(result).toMatchObject({
    connection: { outcome: 'created' },
    account: { outcome: 'created' },
    durationMs: 2_000,
  });
  expect(causes).toEqual([]);
});

test('what was there before the first attempt is existing, and a failure stays one', () => {
  const { result, causes } = mergeAttempts(
    attempt('existing', 'failed', DOWN),
    attempt('existing', 'failed', DOWN),
  );
  expect(result).toMatchObject({
    connection: { outcome: 'existing' },
    account: { outcome: 'failed' },
  });
  expect(causes).toEqual([DOWN]);
});

test('what an earlier attempt left done stays so where a later one has no part in it', () => {
  const { result } = mergeAttempts(
    attempt('failed', 'created', DOWN),
    attempt('created', 'skipped'),
  );
  expect(result).toMatchObject({
    connection: { outcome: 'created' },
    account: { outcome: 'created' },
  });
});

test('what ended the session replaces its end alone, beside what befell the other resource', () => {
  const words = { texts: textsFor('en'), redactor: new Redactor() };
  const failed = (cause: AnyRaccordError) => ({ outcome: 'failed', cause }) as const;
  const refused = failed(
    new RaccordError('DECLARATION_REFUSED', { message: 'Application inconnue' }),
  );
  const ended = failed(new RaccordError('SESSION_ENDED', { url: '' }));
  const why = new RaccordError('CODE_NEEDED', { screen: 'mailed-code' });
  const withWhy = (connection: typeof refused): EnrolmentReport => {
    const siret = '73282932000074' as Siret;
    const times = { evidence: '', durationMs: 1 };
    const report = enrolmentReportOf(siret, { connection, account: ended }, times, words);
    return withCause(report, why, words);
  };
  const { result, causes } = withWhy(refused);
  expect(result.connection.error?.message).toContain('Application inconnue');
  expect(result.account).toMatchObject({ outcome: 'failed', error: { code: 'CODE_NEEDED' } });
  expect(causes).toEqual([refused.cause, why]);

  const both = withWhy(ended);
  expect(both.result.connection.error?.code).toBe('CODE_NEEDED');
  expect(both.causes).toEqual([why]);
});

test.describe('another attempt', () => {
  const REQUEST: EnrolmentRequest = {
    siret: '73282932000074' as Siret,
    contact: { name: 'Camille Martin', phone: '04 78 00 00 00', email: 'camille@exemple.fr' },
    newAccount: true,
  };

  test('leaves out what is done, and makes no second account beside one that it made', () => {
    const after = (connection: Outcome, account: Outcome): Partial<EnrolmentRequest> => {
      const { only, newAccount } = remainingOf(REQUEST, attempt(connection, account, DOWN));
      return { only, newAccount };
    };
    expect(after('failed', 'created')).toEqual({ only: 'connection', newAccount: false });
    expect(after('failed', 'recovered')).toEqual({ only: 'connection', newAccount: false });
    expect(after('failed', 'unproven')).toEqual({ only: undefined, newAccount: false });
    expect(after('created', 'failed')).toEqual({ only: 'account', newAccount: true });
    expect(after('failed', 'failed')).toEqual({ only: undefined, newAccount: true });
  });

  test('keeps to the part that was asked for', () => {
    const request = { ...REQUEST, only: 'connection' } as const;
    expect(remainingOf(request, attempt('failed', 'skipped', DOWN))).toEqual(request);
  });

  test('looks again at an account whose password is not here', () => {
    const { result } = attempt('failed', 'existing', DOWN);
    const error = { code: 'PASSWORD_MISSING', message: '' } as const;
    const account = { ...result.account, error };
    expect(remainingOf(REQUEST, { result: { ...result, account } }).only).toBeUndefined();
  });
});

test.describe('an account that exists', () => {
  const SIRET = '73282932000074' as Siret;
  const LOGIN = 'TECH_1_73282932000074@cpro.fr';
  const WORDS = { texts: textsFor('en'), redactor: new Redactor() };
  const EXISTING: Succeeded<AccountOutcome> = { outcome: 'existing', login: LOGIN };

  const ran = (account: Succeeded<AccountOutcome>): EnrolmentReport =>
    enrolmentReportOf(
      SIRET,
      { connection: { outcome: 'existing' }, account },
      { evidence: '', durationMs: 1 },
      WORDS,
    );

  test('and whose password is here is well', () => {
    const { result, causes } = ran({ ...EXISTING, credentialId: 'c1' });
    expect(result.account).toEqual({ ...EXISTING, credentialId: 'c1' });
    expect(causes).toEqual([]);
    expect(countBatch([{ result, causes: [] }], 0)).toMatchObject({
      sirets: { all: 1, failed: 0, left: 0 },
      counts: { passwordMissing: 0 },
    });
  });

  test('and whose password is missing stays existing, and ends with 1 and with what helps', () => {
    const { result, causes } = ran({ ...EXISTING, credential: 'missing' });
    expect(result.account).toMatchObject({
      outcome: 'existing',
      login: LOGIN,
      credential: 'missing',
      error: { code: 'PASSWORD_MISSING' },
    });
    for (const words of [LOGIN, `renew --adopt --within 430d --siret ${SIRET}`, '--new-account']) {
      expect(result.account.error?.message).toContain(words);
    }
    expect(causes.map(({ siret, exitCode }) => ({ siret, exitCode }))).toEqual([
      { siret: SIRET, exitCode: 1 },
    ]);
    expect(countBatch([{ result, causes }], 3)).toMatchObject({
      sirets: { all: 4, failed: 1, left: 3 },
      counts: { existing: 2, failed: 0, passwordMissing: 1 },
    });
  });

  test('names the sealed file that is gone', () => {
    const { result } = ran({ ...EXISTING, credentialId: 'c1', credential: 'missing' });
    expect(result.account.error?.message).toContain('the sealed file of c1 is missing');
  });

  test('and whose reset is in doubt is told as that, not as missing', () => {
    const { result } = ran({ ...EXISTING, credential: 'doubtful' });
    expect(result.account).toMatchObject({ error: { code: 'OUTCOME_DOUBTFUL' } });
    expect(countBatch([{ result, causes: [] }], 0)).toMatchObject({
      sirets: { failed: 1 },
      counts: { passwordMissing: 0 },
    });
  });

  test('is told the same way where the plan found nothing to do', () => {
    const resource = { action: 'nothing to do' } as const;
    const account = { ...resource, found: LOGIN, credential: 'missing' } as const;
    const planned = { siret: SIRET, connection: { ...resource, found: 'Appli' }, account };
    const { result, causes } = resultOfPlanned(planned, '', WORDS);
    expect(result.account).toEqual(ran({ ...EXISTING, credential: 'missing' }).result.account);
    expect(causes).toMatchObject([{ code: 'PASSWORD_MISSING', siret: SIRET }]);
    const gone = { ...planned, account: { ...account, credentialId: 'c1' } };
    expect(resultOfPlanned(gone, '', WORDS).result.account.error?.message).toContain(
      'the sealed file of c1 is missing',
    );
    const shown = { ...resource, found: LOGIN, expiresOn: '2028-01-21' };
    const here = resultOfPlanned({ ...planned, account: shown }, '', WORDS);
    expect(here.causes).toEqual([]);
    expect(here.result.account).toMatchObject({ login: LOGIN, expiresOn: '2028-01-21' });
  });
});
