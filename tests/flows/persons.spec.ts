import type { Page } from 'playwright';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import type { Run } from '../../fixtures/playwright/workplace.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { IdentityScreen } from '../../flows/pages/identity-screen.ts';

test.describe.configure({ timeout: 120_000 });

/** What a person does in the window on each screen, and what was asked of them. */
function personAt(run: Run, acts: Partial<Record<IdentityScreen, (page: Page) => Promise<void>>>) {
  const asked: { screen: IdentityScreen; minutes: number }[] = [];
  const done: Promise<void>[] = [];
  const person = {
    hasWindow: true,
    askInWindow: (screen: IdentityScreen, minutes: number): void => {
      asked.push({ screen, minutes });
      const act = acts[screen];
      if (act !== undefined) done.push(act(run.browserWorker.activePage.page));
    },
  };
  return { asked, person, finished: () => Promise.all(done) };
}

async function typeCode(page: Page, portal: StandInPortal): Promise<void> {
  const field = page.locator('#emailCode, #otp');
  await field.fill(portal.sentCodes().at(-1)?.code ?? '');
  await field.press('Enter');
}

test.describe('with a code by e-mail and terms after it', () => {
  test.use({ portalOptions: { secondFactor: 'email', afterPassword: 'terms' } });

  test('each screen is told as it comes, and the flow goes on by itself', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const other = await run.browserWorker.context.newPage();
    await other.bringToFront();
    const { asked, person, finished } = personAt(run, {
      'mailed-code': async (page) => {
        // One who mistypes first has not finished.
        const field = page.locator('#emailCode, #otp');
        await field.fill('000000');
        await field.press('Enter');
        await page.getByText('invalide').first().waitFor();
        await typeCode(page, portal);
      },
      terms: (page) => page.locator('[name=accept]').click(),
    });
    expect(await run.signIn({ person })).toBe('signed-in');
    await finished();
    expect(asked.map(({ screen }) => screen).sort()).toEqual(['mailed-code', 'terms']);
    expect(asked.every(({ minutes }) => minutes === 10)).toBe(true);
    expect(portal.truth().signIns.at(-1)).toMatchObject({ outcome: 'signed-in' });
  });
});

test.describe('with pages of Keycloak’s that ask a person for something', () => {
  test.use({
    portalOptions: {
      signInScreens: ['login', 'login-config-totp', 'login-update-profile', 'login-otp'],
    },
  });

  test('each is waited for in the window, and raccord goes on by itself', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const send = (page: Page): Promise<void> =>
      page.locator('#kc-content form').evaluate((form: HTMLFormElement) => {
        form.submit();
      });
    const { asked, person, finished } = personAt(run, { 'set-up-code': send, other: send });
    expect(await run.signIn({ person })).toBe('signed-in');
    await finished();
    expect(asked.map(({ screen }) => screen)).toEqual(['set-up-code', 'other']);
    expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['signed-in']);
    expect(await run.ledger.wasPersonAsked(portal.administrator.login, true)).toBe(true);
  });
});

test.describe('with a password that expired', () => {
  test.use({ portalOptions: { secondFactor: 'email', afterPassword: 'update-password' } });

  test('a person gives a new one in the window, and raccord types no password twice', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const { asked, person, finished } = personAt(run, {
      'mailed-code': (page) => typeCode(page, portal),
      'new-password': async (page) => {
        for (const field of await page.locator('input[type=password]').all()) {
          await field.fill('Un-nouveau-mot-de-passe-42');
        }
        await page.locator('#password-confirm').press('Enter');
      },
    });
    expect(await run.signIn({ person })).toBe('signed-in');
    await finished();
    expect(asked.map(({ screen }) => screen)).toContain('new-password');
    expect(await run.ledger.refusedSignIn(portal.administrator.login)).toBeUndefined();
  });
});

test.describe('with a code by e-mail that a person types at the terminal', () => {
  test.use({ portalOptions: { secondFactor: 'email' } });

  /** A person who types these codes, and what the portal had said each time. */
  function typing(codes: readonly (() => string | undefined)[]) {
    const asked: (string | undefined)[] = [];
    const person = {
      askCode: (_screen: IdentityScreen, refused?: string) => {
        const code = codes[asked.length]?.();
        asked.push(refused);
        return Promise.resolve(code === undefined ? undefined : new Secret(code));
      },
    };
    return { asked, person };
  }

  const outcomes = (portal: StandInPortal): string[] =>
    portal.truth().signIns.map(({ outcome }) => outcome);

  test('a mistyped one may be typed once more, and then the sign-in goes on', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const { asked, person } = typing([() => '000000', () => portal.sentCodes().at(-1)?.code]);
    expect(await run.signIn({ person })).toBe('signed-in');
    expect(asked).toEqual([undefined, "Le code d'authentification est invalide."]);
    expect(outcomes(portal)).toEqual(['wrong-code', 'signed-in']);
    expect(portal.sentCodes()).toHaveLength(1);
    expect(await run.ledger.refusedSignIn(portal.administrator.login)).toBeUndefined();
    expect(await run.ledger.wasPersonAsked(portal.administrator.login, true)).toBe(true);
  });

  test('it is asked for no third time, nor again of who has given up', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const twice = typing([() => '000000', () => '111111', () => '222222']);
    await expect(run.signIn({ person: twice.person })).rejects.toMatchObject({
      ...{ code: 'CODE_REFUSED', details: { typed: 'mailed-code' } },
    });
    expect(twice.asked).toHaveLength(2);
    expect(outcomes(portal)).toEqual(['wrong-code', 'wrong-code']);
    expect(await run.ledger.refusedSignIn(portal.administrator.login)).toBeDefined();
  });

  test('where the account was refused before, the first mistyped one is the last', async ({
    portal,
    workplace,
  }) => {
    const run = await workplace.start();
    const { login } = portal.administrator;
    for (const outcome of ['refused', 'refused', 'confirmed'] as const) {
      await run.ledger.recordSignIn(login, { outcome });
    }
    const { asked, person } = typing([() => '000000', () => portal.sentCodes().at(-1)?.code]);
    await expect(run.signIn({ person })).rejects.toMatchObject({ code: 'CODE_REFUSED' });
    expect(asked).toHaveLength(1);
    expect(outcomes(portal)).toEqual(['wrong-code']);
  });
});

test('signing in at a form that cannot be filled fails for that, and not for an ended session', async ({
  workplace,
}) => {
  const run = await workplace.start();
  run.browserWorker.context.setDefaultTimeout(2_000);
  await run.browserWorker.context.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.querySelector('#username')?.setAttribute('readonly', '');
    });
  });
  await expect(run.signIn()).rejects.toMatchObject({ code: 'ACTION_FAILED', step: 'sign-in' });
});
