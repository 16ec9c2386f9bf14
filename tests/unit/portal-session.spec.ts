import { expect, test } from '@playwright/test';
import { Session } from '../../src/robot/portal-session.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { Secret } from '../../src/secrets/secret.ts';

/** A portal whose home page is shown as long as the browser has a cookie. */
function place(
  home: string,
  password?: Secret,
  known: { totpSecret?: Secret; isThere?: true; asked?: 'person-asked' | 'factor-asked' } = {},
) {
  const { totpSecret, isThere = false, asked } = known;
  let cookies = [{ name: 'portal', value: 'kept' }];
  const answers: (() => string)[] = [];
  const worker = {
    context: {
      storageState: () => Promise.resolve({ cookies, origins: [] }),
      cookies: () => Promise.resolve(cookies),
      clearCookies: () => Promise.resolve((cookies = [])),
      addCookies: (added: typeof cookies) => Promise.resolve((cookies = added)),
    },
    activePage: {},
    portal: {
      open: async () => (cookies.length > 0 ? 'home' : answers.shift()?.()),
      isHomeWithin: () => Promise.resolve(true),
    },
  };
  const config = {
    home,
    login: 'agent',
    portalUrl: new URL('https://portail.fr'),
    allowedHosts: [],
    password,
    totpSecret,
  };
  const ledger = {
    wasPersonAsked: (_login: string, hasSecret: boolean) =>
      Promise.resolve(asked === 'person-asked' || (asked === 'factor-asked' && !hasSecret)),
    refusedSignIn: () => Promise.resolve(undefined),
    recordSignIn: () => Promise.resolve(),
  };
  const parts = { config, ledger, person: { isThere }, redactor: { add: () => undefined } };
  const steps = { run: (_step: string, work: () => Promise<unknown>) => work() };
  const session = new Session(parts as never, { open: () => ({ steps }) } as never);
  return { session, worker: worker as never, answers, cookies: () => cookies };
}

const PASSWORD = new Secret('Gen3r8_Zx9qLmN');
const AUTHENTICATOR = { totpSecret: new Secret('JBSWY3DPEHPK3PXP') };

test('a session that the portal keeps and the identity provider ended is replaced', async ({}, testInfo) => {
  const { session, worker, answers } = place(testInfo.outputPath(), PASSWORD, AUTHENTICATOR);
  expect(await session.signIn(worker)).toBe('kept');
  answers.push(() => 'identity-provider');
  expect(await session.replaceEnded(worker, session.signIns)).toBe(true);
  // The new one is no kept session: it is not replaced in turn.
  expect(await session.replaceEnded(worker, session.signIns)).toBe(false);
});

test('if signing in again fails, the reason is told and the session kept as it was', async ({}, testInfo) => {
  const known = { isThere: true } as const;
  const { session, worker, answers, cookies } = place(testInfo.outputPath(), PASSWORD, known);
  await session.signIn(worker);
  answers.push(() => {
    throw new RaccordError('PASSWORD_REFUSED', { message: 'Mot de passe invalide.' });
  });
  const replaced = await session.replaceEnded(worker, session.signIns);
  expect(replaced).toMatchObject({ code: 'PASSWORD_REFUSED' });
  expect(cookies()).toEqual([{ name: 'portal', value: 'kept' }]);
});

test('where no second factor was asked for, an ended session is replaced with nobody there', async ({}, testInfo) => {
  const { session, worker, answers } = place(testInfo.outputPath(), PASSWORD);
  await session.signIn(worker);
  answers.push(() => 'identity-provider');
  expect(await session.replaceEnded(worker, session.signIns)).toBe(true);
});

for (const [what, known] of [
  ['a second factor was asked for and a person is there', { asked: 'factor-asked', isThere: true }],
  ['one was and the authenticator is', { asked: 'factor-asked', ...AUTHENTICATOR }],
  ['a mailed code was and a person is there', { asked: 'person-asked', isThere: true }],
] as const) {
  test(`where ${what}, an ended session is replaced`, async ({}, testInfo) => {
    const { session, worker, answers } = place(testInfo.outputPath(), PASSWORD, known);
    await session.signIn(worker);
    answers.push(() => 'identity-provider');
    expect(await session.replaceEnded(worker, session.signIns)).toBe(true);
  });
}

for (const [what, known] of [
  ['the second factor that was asked for', { asked: 'factor-asked' }],
  ['a mailed code, the secret at hand,', { asked: 'person-asked', ...AUTHENTICATOR }],
] as const) {
  test(`where nobody can answer ${what}, no password is typed to have a code mailed`, async ({}, testInfo) => {
    const { session, worker, answers } = place(testInfo.outputPath(), PASSWORD, known);
    await session.signIn(worker);
    answers.push(() => 'identity-provider');
    expect(await session.replaceEnded(worker, session.signIns)).toBe(false);
    expect(answers).toHaveLength(1);
  });
}

test('a session that lacks a right is kept if signing in again fails', async ({}, testInfo) => {
  const { session, worker, answers } = place(testInfo.outputPath(), PASSWORD);
  await session.signIn(worker);
  answers.push(() => {
    throw new RaccordError('CODE_NEEDED', { screen: 'mailed-code' });
  });
  expect(await session.replaceKept(worker, session.signIns)).toBe(false);
});

test('without a password, a session is not given up for another', async ({}, testInfo) => {
  const { session, worker } = place(testInfo.outputPath(), undefined, AUTHENTICATOR);
  await session.signIn(worker);
  expect(await session.replaceEnded(worker, session.signIns)).toBe(false);
});
