import { expect, test } from '@playwright/test';
import { commandsFor, failureOf, troubleOf } from '../../src/cli/results/trouble.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import { commandWriter } from '../../src/domain/raccord-command.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { errorOf } from './error-details.ts';

const LYON = '73282932000074' as Siret;
const LOOK = `raccord run --siret ${LYON} --headed --pause-before open-account-form`;

function aboutSiret(error: AnyRaccordError, siret?: Siret): AnyRaccordError {
  return error.addContext({ siret });
}

const notOffered = aboutSiret(
  new RaccordError('STRUCTURE_NOT_OFFERED', { where: 'Compte technique', present: ['A', 'B'] }),
  LYON,
);

test('an error is told with what was expected and found apart, and the command to type', () => {
  expect(failureOf(notOffered, textsFor('en'), { look: LOOK })).toEqual([
    {
      siret: LYON,
      code: 'STRUCTURE_NOT_OFFERED',
      what: 'The portal does not offer this structure to this administrator.',
      expected: 'the SIRET in the list of structures on "Compte technique"',
      found: '"A", "B"',
      next: expect.stringContaining('main manager') as unknown,
      commands: [`raccord plan --siret ${LYON}`],
    },
  ]);
  expect(troubleOf(new Error('no such thing'), textsFor('en'))).toEqual({
    code: 'UNEXPECTED',
    what: 'no such thing',
  });
});

test('a command to type names the profile in which it mends anything', () => {
  expect(commandsFor(notOffered, commandWriter('lyon'))).toEqual([
    `raccord plan --siret ${LYON} --profile lyon`,
  ]);
  expect(
    commandsFor(new RaccordError('CODE_NEEDED', { screen: 'mailed-code' }), commandWriter('lyon')),
  ).toEqual(['raccord sign-in --profile lyon']);
});

test('a right that is missing is looked at in no window', () => {
  expect(commandsFor(notOffered, commandWriter(), { look: LOOK })).not.toContain(LOOK);
});

test('a page that changed is collected and looked at', () => {
  const drift = aboutSiret(
    new RaccordError('CONTROL_NOT_FOUND', { label: 'Valider', where: 'x', present: [] }),
    LYON,
  );
  expect(commandsFor(drift, commandWriter(), { look: LOOK })).toEqual([
    'raccord doctor --collect',
    LOOK,
  ]);
});

test('a command that resets a password or makes another account is never among those to type', () => {
  const all: readonly (readonly [ErrorCode, object])[] = [
    ['OUTCOME_DOUBTFUL', { resource: 'password', reason: '' }],
    ['OUTCOME_DOUBTFUL', { resource: 'account', reason: '' }],
    ['ACCOUNT_UNPROVEN', { login: 'TECH', credentialId: 'x', reason: '' }],
    ['PASSWORD_MISSING', { siret: LYON, login: 'TECH' }],
    ['CODE_NEEDED', { screen: 'mailed-code' }],
    ['DELIVERY_FAILED', { sink: 'vault:x', message: '', sirets: [LYON] }],
    ['NOT_CREATED', { resource: 'account', reason: '' }],
  ];
  const commands = all.flatMap(([code, details]) =>
    commandsFor(aboutSiret(errorOf(code, details), LYON), commandWriter()),
  );
  expect(commands).toEqual([
    `raccord credentials show --siret ${LYON} --doubtful`,
    `raccord plan --siret ${LYON}`,
    `raccord verify --siret ${LYON}`,
    'raccord sign-in',
    'raccord deliver',
  ]);
});

test('who chose a name that is taken is shown the next free one', () => {
  const error = aboutSiret(new RaccordError('APPLICATION_NAME_TAKEN', { name: 'Nom1' }), LYON);
  expect(commandsFor(error, commandWriter(), { look: LOOK })).toEqual([
    `raccord plan --siret ${LYON}`,
  ]);
});
