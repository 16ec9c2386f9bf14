import { expect, test } from '@playwright/test';
import type { CredentialStatus } from '../../src/domain/credential.ts';
import { credentialsOf, foldEnrolment } from '../../src/domain/enrolment.ts';
import type { AccountEvent, LedgerEvent, RenewalEvent } from '../../src/domain/ledger-event.ts';
import { credential, EVENTS, siretOf } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const AT = '2026-11-23T14:05:01.250Z';

const sealed = (id: string, login = 'TECH_1'): AccountEvent & RenewalEvent => ({
  kind: 'sealed',
  credential: { ...credential(id), login },
});
const intended = (credentialId: string): AccountEvent => ({ kind: 'intended', credentialId });
const confirmed = (login = 'TECH_1'): AccountEvent & RenewalEvent => ({
  ...{ kind: 'confirmed', found: { name: login, state: 'Actif' }, by: 'list' },
});
const imported = (id: string, login = 'TECH_1'): AccountEvent => ({
  kind: 'imported',
  credential: { ...credential(id), login },
  found: { name: login, state: 'Actif' },
});

const NOT_SEEN = EVENTS['not-seen'];
const ABSENT = EVENTS['settled-absent'];
const UNPROVEN = { ...EVENTS.unproven, found: { name: 'TECH_1', state: 'Actif' } } as const;
const OPEN_1 = [NOT_SEEN, sealed('c1'), intended('c1')] as const;
const DONE_1 = [...OPEN_1, confirmed()] as const;
const OPEN_2 = [sealed('c2', 'TECH_2'), intended('c2')] as const;

const CASES: readonly [string, readonly AccountEvent[], readonly CredentialStatus[]][] = [
  ['sealed without an intent is captured', [NOT_SEEN, sealed('c1')], ['captured']],
  [
    'captured and then captured anew is abandoned',
    [NOT_SEEN, sealed('c1'), sealed('c2')],
    ['abandoned', 'captured'],
  ],
  ['whose intent is recorded is submitted', OPEN_1, ['submitted']],
  ['that the portal accepted is submitted', [...OPEN_1, EVENTS.accepted], ['submitted']],
  ['in doubt is submitted', [...OPEN_1, EVENTS.doubted], ['submitted']],
  ['seen in the list is current', DONE_1, ['current']],
  ['seen, then in doubt, is submitted', [...DONE_1, EVENTS.doubted], ['submitted']],
  ['in doubt and then seen is current', [...OPEN_1, EVENTS.doubted, confirmed()], ['current']],
  ['that the portal refused is abandoned', [...OPEN_1, EVENTS.refused], ['abandoned']],
  [
    'refused but seen all the same is current',
    [...OPEN_1, EVENTS.refused, confirmed()],
    ['current'],
  ],
  ['settled absent is abandoned', [...OPEN_1, ABSENT], ['abandoned']],
  ['of an account that may be another hand’s is unproven', [...OPEN_1, UNPROVEN], ['unproven']],
  ['unproven and then proven is current', [...OPEN_1, UNPROVEN, confirmed()], ['current']],
  ['unproven and then refuted is abandoned', [...OPEN_1, UNPROVEN, EVENTS.refuted], ['abandoned']],
  [
    'unproven stays so while another is captured',
    [...OPEN_1, UNPROVEN, ...OPEN_2, ABSENT],
    ['unproven', 'abandoned'],
  ],
  [
    'unproven is abandoned when another account is made',
    [...OPEN_1, UNPROVEN, ...OPEN_2, confirmed('TECH_2')],
    ['abandoned', 'current'],
  ],
  [
    'that a person confirmed absent is abandoned',
    [...OPEN_1, EVENTS.doubted, EVENTS.refuted],
    ['abandoned'],
  ],
  ['captured before a reading is abandoned', [NOT_SEEN, sealed('c1'), NOT_SEEN], ['abandoned']],
  [
    'captured before another was seen is abandoned',
    [NOT_SEEN, sealed('c1'), EVENTS['seen-other']],
    ['abandoned'],
  ],
  [
    'current stays so while another is captured',
    [...DONE_1, sealed('c2', 'TECH_2')],
    ['current', 'captured'],
  ],
  ['current stays so while another is submitted', [...DONE_1, ...OPEN_2], ['current', 'submitted']],
  [
    'current stays so when another was refused',
    [...DONE_1, ...OPEN_2, EVENTS.refused, ABSENT, confirmed()],
    ['current', 'abandoned'],
  ],
  [
    'current stays so when another settled absent',
    [...DONE_1, ...OPEN_2, ABSENT],
    ['current', 'abandoned'],
  ],
  [
    'current is abandoned when another takes its place',
    [...DONE_1, ...OPEN_2, confirmed('TECH_2')],
    ['abandoned', 'current'],
  ],
  ['imported is current', [NOT_SEEN, imported('c9')], ['current']],
  [
    'imported again after a renewal elsewhere takes the place of the account’s earlier one',
    [imported('c9'), imported('c10')],
    ['replaced', 'current'],
  ],
  [
    'of another account is abandoned when one is imported',
    [...DONE_1, imported('c9', 'TECH_9')],
    ['abandoned', 'current'],
  ],
];

for (const [title, events, expected] of CASES) {
  test(`a credential ${title}`, () => {
    expect(statuses(events.map((event) => ({ stream: 'account', at: AT, event })))).toEqual(
      expected,
    );
  });
}

const ACCOUNT_1: readonly LedgerEvent[] = DONE_1.map((event) => ({
  ...{ stream: 'account', at: AT, event },
}));
const ACCOUNT_2: readonly LedgerEvent[] = [...OPEN_2, confirmed('TECH_2')].map((event) => ({
  ...{ stream: 'account', at: AT, event },
}));

function renewal(id: string, ...events: readonly RenewalEvent[]): LedgerEvent[] {
  const begun: RenewalEvent[] = [
    sealed(id),
    { kind: 'intended', credentialId: id, before: { expiresOn: '2026-12-01' } },
  ];
  return [...begun, ...events].map((event) => ({
    ...{ stream: 'renewal', login: 'TECH_1', at: AT, event },
  }));
}

const RENEWALS: readonly [string, readonly RenewalEvent[], readonly CredentialStatus[]][] = [
  ['is on its way', [], ['current', 'submitted']],
  ['was accepted', [EVENTS.accepted], ['current', 'submitted']],
  ['was refused', [EVENTS.refused], ['current', 'abandoned']],
  ['is in doubt', [EVENTS.doubted], ['current', 'submitted']],
  ['is not proven', [UNPROVEN], ['submitted', 'unproven']],
  ['is not proven and works', [UNPROVEN, confirmed()], ['replaced', 'current']],
  ['is not proven and does not work', [UNPROVEN, EVENTS.refuted], ['current', 'abandoned']],
  ['was not made', [ABSENT], ['current', 'abandoned']],
  ['does not work', [EVENTS.doubted, EVENTS.refuted], ['current', 'abandoned']],
  ['is known to have changed', [confirmed()], ['replaced', 'current']],
];

for (const [title, events, expected] of RENEWALS) {
  test(`while a new password ${title}, the two are ${expected.join(' and ')}`, () => {
    expect(statuses([...ACCOUNT_1, ...renewal('r1', ...events)])).toEqual(expected);
  });
}

test('an account that was made, renewed and followed by a new one leaves the new one current', () => {
  const events = [...ACCOUNT_1, ...renewal('r1', confirmed()), ...ACCOUNT_2];
  expect(statuses(events)).toEqual(['replaced', 'abandoned', 'current']);
});

test('a renewal of an earlier account that is settled late does not bring it back', () => {
  const [first, second, ...others] = renewal('r1', confirmed());
  const events = [...ACCOUNT_1, first!, second!, ...ACCOUNT_2, ...others];
  expect(statuses(events)).toEqual(['replaced', 'abandoned', 'current']);
});

test('an account in doubt and seen again keeps the password that it was renewed to', () => {
  const account = (event: AccountEvent): LedgerEvent => ({ stream: 'account', at: AT, event });
  const events = [...ACCOUNT_1, ...renewal('r1', confirmed()), account(EVENTS.doubted)];
  expect(statuses(events)).toEqual(['replaced', 'submitted']);
  expect(statuses([...events, account(confirmed())])).toEqual(['replaced', 'current']);
  expect(statuses([...events, account(EVENTS.refuted)])).toEqual(['abandoned', 'abandoned']);
});

test('a renewal shows the new expiry where the SIRET stands, and a list without dates keeps it', () => {
  const found = { name: 'TECH_1', state: 'Actif', expiresOn: '2028-01-21' };
  const seen: LedgerEvent = { stream: 'account', at: AT, event: confirmed() };
  const events = [...ACCOUNT_1, ...renewal('r1', { kind: 'confirmed', found, by: 'list' })];
  for (const history of [events, [...events, seen]]) {
    const enrolment = foldEnrolment(SIRET, history);
    expect(enrolment.account).toMatchObject({
      state: 'done',
      observation: { kind: 'present', found },
    });
    expect(credentialsOf(enrolment).at(-1)?.found).toEqual(found);
  }
});

function statuses(events: readonly LedgerEvent[]): CredentialStatus[] {
  return credentialsOf(foldEnrolment(SIRET, events)).map(({ status }) => status);
}

test('a renewed password makes an account raccord’s that was not proven to be', () => {
  const account = [...OPEN_1, UNPROVEN].map((event): LedgerEvent => ({
    ...{ stream: 'account', at: AT, event },
  }));
  const events = [...account, ...renewal('r1', confirmed())];
  expect(foldEnrolment(SIRET, events).account.state).toBe('done');
  expect(statuses(events)).toEqual(['abandoned', 'current']);
});
