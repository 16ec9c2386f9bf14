import { expect, test } from '@playwright/test';
import type { HalfEvent } from '../../src/domain/enrolment.ts';
import { credentialStandings, type CredentialStatus } from '../../src/ledger/credential-status.ts';
import { credential, EVENTS } from './ledger-place.ts';

const SEALED_1 = EVENTS.sealed;
const SEALED_2: HalfEvent = { kind: 'sealed', credential: credential('c2') };
const INTENDED = EVENTS.intended;
const DONE_1 = [SEALED_1, INTENDED, EVENTS.seen] as const;

const CASES: readonly [string, readonly HalfEvent[], readonly CredentialStatus[]][] = [
  ['sealed without an intent is captured', [SEALED_1], ['captured']],
  ['captured and then captured anew is abandoned', [SEALED_1, SEALED_2], ['abandoned', 'captured']],
  ['whose intent is recorded is submitted', [SEALED_1, INTENDED], ['submitted']],
  ['that the portal accepted is submitted', [SEALED_1, INTENDED, EVENTS.accepted], ['submitted']],
  ['in doubt is submitted', [SEALED_1, INTENDED, EVENTS.doubted], ['submitted']],
  ['seen in the list is current', DONE_1, ['current']],
  ['seen, then in doubt, is submitted', [...DONE_1, EVENTS.doubted], ['submitted']],
  [
    'in doubt and then seen is current',
    [SEALED_1, INTENDED, EVENTS.doubted, EVENTS.seen],
    ['current'],
  ],
  ['that the portal refused is abandoned', [SEALED_1, INTENDED, EVENTS.refused], ['abandoned']],
  [
    'refused but seen all the same is current',
    [SEALED_1, INTENDED, EVENTS.refused, EVENTS.seen],
    ['current'],
  ],
  ['settled absent is abandoned', [SEALED_1, INTENDED, EVENTS['settled-absent']], ['abandoned']],
  [
    'that a person confirmed absent is abandoned',
    [SEALED_1, INTENDED, EVENTS.doubted, EVENTS['absence-confirmed']],
    ['abandoned'],
  ],
  ['captured before a reading is abandoned', [SEALED_1, EVENTS['not-seen']], ['abandoned']],
  [
    'captured before another was seen is abandoned',
    [SEALED_1, EVENTS['seen-other']],
    ['abandoned'],
  ],
  ['current stays so while another is captured', [...DONE_1, SEALED_2], ['current', 'captured']],
  [
    'current stays so while another is submitted',
    [...DONE_1, SEALED_2, INTENDED],
    ['current', 'submitted'],
  ],
  [
    'current stays so when another was refused',
    [...DONE_1, SEALED_2, INTENDED, EVENTS.refused, EVENTS['seen-other']],
    ['current', 'abandoned'],
  ],
  [
    'current stays so when another settled absent',
    [...DONE_1, SEALED_2, INTENDED, EVENTS['settled-absent']],
    ['current', 'abandoned'],
  ],
  [
    'current is abandoned when another takes its place',
    [...DONE_1, SEALED_2, INTENDED, EVENTS.seen],
    ['abandoned', 'current'],
  ],
  ['imported is current', [EVENTS['not-seen'], EVENTS.imported], ['current']],
  [
    'imported again after a renewal elsewhere takes the place of the account’s earlier one',
    [EVENTS.imported, { ...EVENTS.imported, credential: { ...credential('c9'), id: 'c10' } }],
    ['replaced', 'current'],
  ],
  [
    'of another account is abandoned when one is imported',
    [...DONE_1, EVENTS.imported],
    ['abandoned', 'current'],
  ],
];

for (const [title, events, expected] of CASES) {
  test(`a credential ${title}`, () => {
    expect(credentialStandings(events).map(({ status }) => status)).toEqual(expected);
  });
}

test('events without a credential leave none', () => {
  expect(credentialStandings([EVENTS['not-seen'], INTENDED, EVENTS.seen])).toEqual([]);
});
