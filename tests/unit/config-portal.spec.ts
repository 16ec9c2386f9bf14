import { expect, test } from '@playwright/test';
import { loadConfig } from '../../src/config/config.ts';
import { checkDigitIn } from '../../src/domain/portal-name.ts';
import { problemsOf } from './config-fixtures.ts';

const WITH_PORTAL = { portal: true } as const;

const portalOf = (environment: Record<string, string>) =>
  loadConfig(environment, '/nowhere', WITH_PORTAL);

test('no command works on the real portal before it is said which one', () => {
  expect(problemsOf({}, '/nowhere', WITH_PORTAL)).toEqual([
    'CHORUS_ENV: missing: set it to qualification (fictitious structures) or production',
  ]);
  expect(problemsOf({ CHORUS_URL: 'https://other.example.fr/' }, '/nowhere', WITH_PORTAL)).toEqual([
    expect.stringMatching(/^CHORUS_ENV: missing/u),
  ]);
  expect(portalOf({ CHORUS_ENV: 'production' }).environment).toBe('production');
  expect(portalOf({ CHORUS_ENV: 'qualification' }).portalUrl.hostname).toBe(
    'qualif.chorus-pro.gouv.fr',
  );
});

test('variables that name production and qualification at once are refused', () => {
  const real = 'https://portail.chorus-pro.gouv.fr/';
  const mixed = (environment: Record<string, string>): string[] =>
    problemsOf(environment, '/nowhere', WITH_PORTAL);
  expect(mixed({ CHORUS_ENV: 'qualification', CHORUS_URL: real })).toEqual([
    'CHORUS_ENV, CHORUS_URL: two-environments',
  ]);
  const sandbox = { CHORUS_PISTE_API_URL: 'https://sandbox-api.piste.gouv.fr/cpro' };
  expect(mixed({ CHORUS_ENV: 'production', CHORUS_URL: real, ...sandbox })).toEqual([
    'CHORUS_ENV, CHORUS_URL, CHORUS_PISTE_API_URL: two-environments',
  ]);
  const tokens = { CHORUS_PISTE_OAUTH_URL: 'https://oauth.piste.gouv.fr/api/oauth/token' };
  expect(mixed({ CHORUS_URL: 'http://portail.localhost/', ...tokens, ...sandbox })).toEqual([
    'CHORUS_PISTE_OAUTH_URL, CHORUS_PISTE_API_URL: two-environments',
  ]);
  const gateway = { CHORUS_URL: 'https://chorus.exemple.fr/', ...sandbox };
  expect(mixed({ CHORUS_ENV: 'qualification', ...gateway })).toEqual([]);
  expect(mixed({ CHORUS_ENV: 'production', CHORUS_URL: `${real}navpage.do` })).toEqual([]);
});

test('an address that is none is told alone', () => {
  expect(problemsOf({ CHORUS_URL: 'portal' }, '/nowhere', WITH_PORTAL)).toEqual([
    'CHORUS_URL: must be a web address',
  ]);
});

test('a command that works on no portal needs none', () => {
  expect(loadConfig({}, '/nowhere')).not.toHaveProperty('portalUrl');
  expect(problemsOf({ CHORUS_PISTE_CLIENT_ID: 'x' })).toEqual([]);
});

test('a portal on this machine is a stand-in, whatever environment goes with it', () => {
  const CHORUS_URL = 'http://portail.localhost:4000/';
  expect(portalOf({ CHORUS_URL }).environment).toBe('stand-in');
  expect(portalOf({ CHORUS_URL, CHORUS_ENV: 'production' }).environment).toBe('stand-in');
  expect(portalOf({ CHORUS_URL: 'https://127.0.0.1/' }).environment).toBe('stand-in');
});

test.describe('with a stand-in, the official API', () => {
  const standIn = {
    CHORUS_URL: 'http://portail.localhost/',
    CHORUS_PISTE_CLIENT_ID: 'id',
    CHORUS_PISTE_CLIENT_SECRET: 'secret',
  };

  test('is not the real one by default', () => {
    expect(problemsOf(standIn, '/nowhere', WITH_PORTAL)).toEqual([
      'CHORUS_ENV (or CHORUS_PISTE_OAUTH_URL + CHORUS_PISTE_API_URL): missing',
    ]);
  });

  test('is the one that is named', () => {
    const addresses = {
      CHORUS_PISTE_OAUTH_URL: 'http://localhost:1/token',
      CHORUS_PISTE_API_URL: 'http://localhost:1/cpro',
    };
    expect(portalOf({ ...standIn, ...addresses }).piste).toMatchObject({
      oauthUrl: addresses.CHORUS_PISTE_OAUTH_URL,
    });
    expect(portalOf({ ...standIn, CHORUS_ENV: 'qualification' }).piste).toMatchObject({
      apiUrl: 'https://sandbox-api.piste.gouv.fr/cpro',
    });
  });
});

test('a wrong check digit is accepted in qualification alone', () => {
  expect(checkDigitIn('qualification')).toBe('warned');
  for (const name of ['production', 'stand-in', undefined] as const) {
    expect(checkDigitIn(name)).toBe('required');
  }
});
