import { expect, test } from '@playwright/test';
import { lookCommand } from '../../src/cli/results/look-command.ts';
import type { AnyRaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode, ErrorDetails } from '../../src/errors/error-details.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { commandWriter } from '../../src/domain/raccord-command.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { errorOf } from './error-details.ts';

const CONTACT = { name: 'Camille Martin', phone: '04 78 00 00 00', email: 'camille@exemple.fr' };

const REQUEST: EnrolmentRequest = {
  siret: '73282932000074' as Siret,
  contact: CONTACT,
  newAccount: false,
};

function failed<C extends ErrorCode>(
  code: C,
  details: ErrorDetails[C],
  step?: Step,
): AnyRaccordError {
  return errorOf(code, details).addContext({ step });
}

const NOT_FOUND = { label: 'Téléphone', where: 'Déclarer un raccordement API PISTE', present: [] };

test('the command does the same SIRET in a window, and pauses where it failed', () => {
  const error = failed('CONTROL_NOT_FOUND', NOT_FOUND, 'fill-declaration');
  expect(lookCommand(error, REQUEST, commandWriter(), CONTACT)).toBe(
    'raccord run --siret 73282932000074 --headed --pause-before fill-declaration',
  );
});

test('options that were given are given again, quoted for a shell; what is configured is not', () => {
  const error = failed('CONTROL_NOT_FOUND', NOT_FOUND, 'open-account-form');
  const request: EnrolmentRequest = {
    ...REQUEST,
    ...{ applicationName: "L'appli", only: 'account', newAccount: true },
    accountEmail: 'compta@exemple.fr',
    contact: { ...CONTACT, phone: '01 02', fax: '03 04' },
  };
  expect(lookCommand(error, request, commandWriter(), CONTACT)).toBe(
    `raccord run --siret 73282932000074 --application 'L'\\''appli' --only account --new-account ` +
      `--account-email compta@exemple.fr --contact-phone '01 02' --contact-fax '03 04' ` +
      '--headed --pause-before open-account-form',
  );
});

test('a step after a write is not met again: the pause is at the error', () => {
  const error = failed('CONTROL_NOT_FOUND', NOT_FOUND, 'confirm-account');
  expect(lookCommand(error, REQUEST, commandWriter(), CONTACT)).toMatch(
    /--headed --pause-on-error$/u,
  );
});

test('who failed to sign in looks at that', () => {
  const error = failed('CONTROL_NOT_FOUND', NOT_FOUND, 'sign-in');
  expect(lookCommand(error, REQUEST, commandWriter())).toBe(
    'raccord sign-in --headed --pause-before sign-in',
  );
});

test('what is on no page is not looked at', () => {
  const unwritable = { path: '/home', why: 'full', reason: 'ENOSPC' } as const;
  for (const error of [
    failed('HOME_UNWRITABLE', unwritable, 'fill-declaration'),
    failed('PASSWORD_REFUSED', { message: 'Identifiants invalides' }, 'sign-in'),
    failed('CONTROL_NOT_FOUND', NOT_FOUND),
  ]) {
    expect(lookCommand(error, REQUEST, commandWriter()), error.code).toBeUndefined();
  }
});

test('a right that is missing is shown by no page, wherever one pauses', () => {
  const error = failed(
    'STRUCTURE_NOT_OFFERED',
    { where: 'Compte technique', present: [] },
    'choose-structure',
  );
  expect(lookCommand(error, REQUEST, commandWriter(), CONTACT)).toBeUndefined();
});

test('in a profile the command names it, since another has another home', () => {
  const error = failed('CONTROL_NOT_FOUND', NOT_FOUND, 'fill-declaration');
  expect(lookCommand(error, REQUEST, commandWriter('lyon'), CONTACT)).toMatch(/ --profile lyon$/u);
});

test('of a name that is taken the portal has said all', () => {
  const error = failed('APPLICATION_NAME_TAKEN', { name: 'Nom1' }, 'fill-declaration');
  expect(lookCommand(error, REQUEST, commandWriter(), CONTACT)).toBeUndefined();
});
