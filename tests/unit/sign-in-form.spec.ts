import { expect, test } from '@playwright/test';
import { asksToSignIn, type PasswordForm } from '../../flows/pages/sign-in-form.ts';

const FORM: PasswordForm = { isStock: false, passwords: 1, texts: 1, others: 0, buttons: ['OK'] };

for (const [what, form, asks] of [
  ["the identity provider's own form", { isStock: true, passwords: 2, others: 3 }, true],
  ['a form that says so on its button', { buttons: ['Se connecter'], texts: 3, others: 2 }, true],
  ['a name and a password', {}, true],
  ['a password alone', { texts: 0 }, true],
  ['a form with lists that shows a password', { others: 2, buttons: ['Soumettre'] }, false],
  ['a form with more to fill in', { texts: 3, buttons: ['Soumettre'] }, false],
  ['a password that cannot be typed', { passwords: 0, others: 1 }, false],
  ['a password to be chosen', { passwords: 2, texts: 0 }, false],
] as const) {
  test(`${what} ${asks ? 'asks' : 'does not ask'} to sign in`, () => {
    expect(asksToSignIn({ ...FORM, ...form })).toBe(asks);
  });
}
