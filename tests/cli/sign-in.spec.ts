import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import type { AfterPassword, PortalOptions } from '../../fixtures/portal/options.ts';
import type { SignInOutcome } from '../../fixtures/portal/truth.ts';
import { documentOf, errorDocument } from './documents.ts';

const RUN = ['run', '--siret', '73282932000074', '--json'] as const;
const TOTP = { secondFactor: 'totp' } as const;
const NO_SECRET = { CHORUS_TOTP_SECRET: '' } as const;

test.describe.configure({ timeout: 120_000 });
test.use({ portalOptions: TOTP });

test('a refused password is told, remembered and not tried again', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const wrong = { CHORUS_PASSWORD: 'not the password' };
  const refused = await raccord(RUN, wrong);
  expect(refused.exitCode, refused.stderr).toBe(4);
  const { error } = documentOf(refused, errorDocument);
  expect(error.code).toBe('PASSWORD_REFUSED');
  expect(error.message).toContain("Nom d'utilisateur ou mot de passe invalide.");
  expect(error.message).toContain('raccord does not try again by itself');
  expect(outcomes(portal)).toEqual(['wrong-password']);

  for (const variables of [wrong, {}]) {
    const again = await raccord(RUN, variables);
    expect(again.exitCode, again.stderr).toBe(4);
    expect(documentOf(again, errorDocument).error.code).toBe('PASSWORD_REFUSED_EARLIER');
  }
  const nobody = await raccord(['sign-in']);
  expect(nobody.exitCode).toBe(4);
  expect(nobody.stderr).toContain('PASSWORD_REFUSED_EARLIER');
  expect((await raccord(['status'])).stderr).toMatch(/^Sign-in of administrateur@.+ was refused/u);

  expect(outcomes(portal)).toEqual(['wrong-password']);
  expect(portal.truth()).toMatchObject({ writes: 0, connections: [], accounts: [] });
  expect(await sessions(home)).toEqual([]);
});

test.describe('with an authenticator', () => {
  test.use({ portalOptions: { secondFactor: 'totp' } });

  test('a refused code is told, remembered and not tried again', async ({
    portal,
    raccordHere: raccord,
  }) => {
    const wrong = { CHORUS_TOTP_SECRET: 'JBSWY3DPEHPK3PXP' };
    const refused = await raccord(RUN, wrong);
    expect(refused.exitCode, refused.stderr).toBe(4);
    const { error } = documentOf(refused, errorDocument);
    expect(error.code).toBe('CODE_REFUSED');
    expect(error.message).toContain("Le code d'authentification est invalide.");
    const again = await raccord(RUN);
    expect(documentOf(again, errorDocument).error.code).toBe('PASSWORD_REFUSED_EARLIER');
    expect(outcomes(portal)).toEqual(['wrong-code']);
    expect(portal.truth().writes).toBe(0);
  });
});

/** What stops a sign-in that nobody watches, and how it is told. */
const PERSON_NEEDED: readonly (readonly [
  what: string,
  code: string,
  portal: PortalOptions,
  environment: Readonly<Record<string, string>>,
])[] = [
  ['a code that was e-mailed', 'CODE_NEEDED', { secondFactor: 'email' }, {}],
  ['a code without a secret to compute it', 'CODE_NEEDED', TOTP, NO_SECRET],
  ['a password that expired', 'PASSWORD_EXPIRED', after('update-password'), {}],
  ['terms to accept', 'TERMS_TO_ACCEPT', after('terms'), {}],
  ['a security key', 'SECURITY_KEY_NEEDED', after('security-key'), NO_SECRET],
  ['a choice of factors', 'CODE_NEEDED', after('select-authenticator'), NO_SECRET],
];

for (const [what, code, portalOptions, environment] of PERSON_NEEDED) {
  test.describe(`with ${what}`, () => {
    test.use({ portalOptions });

    test('a run ends and says that a person is needed', async ({
      portal,
      raccordHere: raccord,
      home,
    }) => {
      const run = await raccord(RUN, environment);
      expect(run.exitCode, run.stderr).toBe(5);
      const { error } = documentOf(run, errorDocument);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/(?:Run|then run) "raccord sign-in(?: --headed)?"/u);
      expect(outcomes(portal)).not.toContain('signed-in');
      expect(portal.truth().writes).toBe(0);
      expect(await sessions(home)).toEqual([]);
      // It was no refusal: the next sign-in may go on without anybody's consent.
      expect((await raccord(['status'])).stderr).not.toContain('refused');
    });
  });
}

test.describe('without a second factor', () => {
  // Its second code within half a minute would have to be waited for (unit/one-time-code.spec.ts).
  test.use({ portalOptions: { secondFactor: 'none' } });

  test('with a session that is kept later commands need no password, until it ends or is dropped', async ({
    portal,
    raccordHere: raccord,
    home,
  }) => {
    const signIn = await raccord(['sign-in']);
    expect(signIn).toMatchObject({
      exitCode: 0,
      stdout: 'Signed in; the session is saved for later runs.\n',
    });
    expect(await sessions(home)).toHaveLength(1);
    const again = await raccord(['sign-in'], { CHORUS_PASSWORD: 'not looked at' });
    expect(again).toMatchObject({ exitCode: 0, stdout: 'The saved session is still valid.\n' });
    const run = await raccord([...RUN, '--only', 'connection', '--until', 'read-connections']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(outcomes(portal)).toEqual(['signed-in']);

    portal.endSessions();
    expect((await raccord(['sign-in'])).stdout).toMatch(/^Signed in/u);
    expect(outcomes(portal)).toEqual(['signed-in', 'signed-in']);

    expect(await raccord(['sign-out'])).toMatchObject({
      exitCode: 0,
      stdout: 'The session was deleted.\n',
    });
    expect(await sessions(home)).toEqual([]);
    expect((await raccord(['sign-out'])).stdout).toBe('There was no session to delete.\n');
  });
});

function after(afterPassword: AfterPassword): PortalOptions {
  return { ...TOTP, afterPassword };
}

function outcomes(portal: { truth(): { signIns: readonly { outcome: SignInOutcome }[] } }) {
  return portal.truth().signIns.map(({ outcome }) => outcome);
}

async function sessions(home: string): Promise<string[]> {
  return readdir(join(home, 'session')).catch(() => []);
}
