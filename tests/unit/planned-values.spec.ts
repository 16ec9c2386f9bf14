import { expect, test } from '@playwright/test';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import type { PlannedEnrolment } from '../../src/domain/planned-enrolment.ts';
import { sharedValues, withPlannedValues } from '../../src/domain/planned-values.ts';
import { lackingIn } from '../../src/robot/enrol-planned.ts';
import type { Siret } from '../../src/domain/siret.ts';

const LYON = '73282932000074' as Siret;
const LILLE = '73282932000017' as Siret;
const NANTES = '73282932000025' as Siret;

const DEFAULTS = { editor: 'PLDChorus', usage: 'Solution', applicationPattern: 'App{n}' };
const NONE = { action: 'nothing to do' } as const;

function request(siret: Siret, changes: Partial<EnrolmentRequest> = {}): EnrolmentRequest {
  const contact = { name: 'Camille Martin', phone: '0478000000', email: 'c@exemple.fr' };
  return { siret, contact, newAccount: false, ...changes };
}

function toDo(siret: Siret): PlannedEnrolment {
  return { siret, connection: { action: 'declare' }, account: { action: 'create account' } };
}

function valuesOf(
  plan: readonly PlannedEnrolment[],
  requests: readonly EnrolmentRequest[],
  changes: Partial<Parameters<typeof withPlannedValues>[2]> = {},
): PlannedEnrolment[] {
  return withPlannedValues(plan, requests, {
    ...{ settings: DEFAULTS, defaults: DEFAULTS, proposed: new Map(), taken: [] },
    ...changes,
  });
}

test('every value that would be declared is there, and where it comes from', () => {
  const [planned] = valuesOf(
    [toDo(LYON)],
    [request(LYON, { accountEmail: 'compte@exemple.fr', fromRoster: ['phone'] })],
    { settings: { ...DEFAULTS, editor: 'Logiciel' } },
  );
  expect(planned?.connection.values).toEqual({
    applicationName: { value: 'App1', from: 'next free name' },
    usage: { value: 'Solution', from: 'default' },
    editor: { value: 'Logiciel', from: 'configuration' },
    contactName: { value: 'Camille Martin', from: 'configuration' },
    contactPhone: { value: '0478000000', from: 'roster' },
    contactEmail: { value: 'c@exemple.fr', from: 'configuration' },
  });
  expect(planned?.account.values).toEqual({
    accountEmail: { value: 'compte@exemple.fr', from: 'roster' },
  });
});

test('a name that was asked for stays, whatever is planned; one that was not is the planned one', () => {
  const asked = request(LYON, { applicationName: 'AgenceLyon' });
  for (const connection of [
    { action: 'declare' },
    { action: 'look again' },
    { action: 'cannot', why: 'OUTCOME_DOUBTFUL' },
  ] as const) {
    const plan = valuesOf([{ siret: LYON, connection, account: NONE }], [asked]);
    expect(lackingIn(plan, [asked]), connection.action).toEqual([asked]);
  }
  const [unnamed] = lackingIn(valuesOf([toDo(LYON)], [request(LYON)]), [request(LYON)]);
  expect(unnamed?.applicationName).toBe('App1');
});

test('names go to the SIRETs in their order, past those that are taken or given', () => {
  const plan = [toDo(LYON), toDo(LILLE), toDo(NANTES)];
  const requests = [request(LYON), request(LILLE, { applicationName: 'App2' }), request(NANTES)];
  const names = valuesOf(plan, requests, { taken: ['app1'] }).map(
    ({ connection }) => connection.values?.applicationName,
  );
  expect(names).toEqual([
    { value: 'App3', from: 'next free name' },
    { value: 'App2', from: 'roster' },
    { value: 'App4', from: 'next free name' },
  ]);
});

test('the account’s e-mail is what the portal proposes, and else the contact’s', () => {
  const [proposed, none] = valuesOf([toDo(LYON), toDo(LILLE)], [request(LYON), request(LILLE)], {
    proposed: new Map([
      [LYON, 'admin@exemple.fr'],
      [LILLE, ''],
    ]),
  });
  expect(proposed?.account.values?.accountEmail).toEqual({
    value: 'admin@exemple.fr',
    from: 'portal',
  });
  expect(none?.account.values?.accountEmail).toEqual({
    value: 'c@exemple.fr',
    from: 'configuration',
  });
});

test('what is there, or cannot be done, has no values', () => {
  const plan: PlannedEnrolment[] = [
    { siret: LYON, connection: { ...NONE, found: 'Autre' }, account: NONE },
    { siret: LILLE, connection: { action: 'cannot' }, account: { action: 'look again' } },
  ];
  expect(valuesOf(plan, [request(LYON), request(LILLE)])).toEqual(plan);
});

test('a value that all share is told once, one that differs with the SIRETs it is for', () => {
  const contact = { name: 'Alex Petit', phone: '0478000000', email: 'c@exemple.fr' };
  const plan = valuesOf(
    [toDo(LYON), toDo(LILLE)],
    [request(LYON), request(LILLE, { contact, fromRoster: ['name'] })],
  );
  const told = sharedValues(plan).map(({ field, value, sirets }) => [field, value, sirets]);
  expect(told).toEqual([
    ['usage', 'Solution', [LYON, LILLE]],
    ['editor', 'PLDChorus', [LYON, LILLE]],
    ['contactName', 'Camille Martin', [LYON]],
    ['contactName', 'Alex Petit', [LILLE]],
    ['contactPhone', '0478000000', [LYON, LILLE]],
    ['contactEmail', 'c@exemple.fr', [LYON, LILLE]],
    ['accountEmail', 'c@exemple.fr', [LYON, LILLE]],
  ]);
});
