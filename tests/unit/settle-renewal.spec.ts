import { settleRenewal } from '../../flows/settle-renewal.ts';
import type { Prove } from '../../flows/tools.ts';
import type { RenewalEvent } from '../../src/domain/renewal.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Lease } from '../../src/ledger/lease.ts';
import { credential, expect, siretOf, test } from './ledger-place.ts';

const SIRET = siretOf(1);
const OLD = { login: 'TECH_new@cpro.fr', state: 'Actif', expiresOn: '2026-12-01' };
const CHANGED = { ...OLD, expiresOn: '2028-01-21' };
const SAME_DAY = { ...OLD, expiresOn: CHANGED.expiresOn };

const ACCEPTED: RenewalEvent = { kind: 'accepted', message: 'oui' };
const REFUSED: RenewalEvent = { kind: 'refused', message: 'non' };
const DOUBTED: RenewalEvent = { kind: 'doubted', reason: 'accepted, not shown' };

type Proof = Awaited<ReturnType<Prove>>;

interface Case {
  /** What is known of the click. */
  readonly after: readonly RenewalEvent[];
  /** The click was an earlier run's. */
  readonly isEarlier: boolean;
  /** The account's line before and now. */
  readonly lines: readonly [before: typeof OLD, now: typeof OLD];
  readonly proof?: Proof;
  readonly ends: 'changed' | 'not-changed' | 'doubtful';
}

const SHOWN = { lines: [OLD, CHANGED] } as const;
const UNSEEN = { lines: [SAME_DAY, SAME_DAY] } as const;
const NOT_SHOWN = { lines: [OLD, OLD] } as const;
const THIS = { isEarlier: false } as const;
const EARLIER = { isEarlier: true } as const;

const CASES: Readonly<Record<string, Case>> = {
  'a change that the list shows right after the click is the click’s': {
    ...{ ...THIS, ...SHOWN, after: [ACCEPTED], ends: 'changed' },
  },
  'so it is where the portal answered no to a request that was sent twice': {
    ...{ ...THIS, ...SHOWN, after: [REFUSED], ends: 'changed' },
  },
  'so it is where a run was cut off right after its click': {
    ...{ ...EARLIER, ...SHOWN, after: [], ends: 'changed' },
  },
  'but not where the API refuses the new password': {
    ...{ ...EARLIER, ...SHOWN, after: [], proof: 'not-new', ends: 'doubtful' },
  },
  'a change that came after a refusal may be another hand’s': {
    ...{ ...EARLIER, ...SHOWN, after: [REFUSED], ends: 'doubtful' },
  },
  'a change that came after a doubt may be another hand’s': {
    ...{ ...EARLIER, ...SHOWN, after: [DOUBTED], ends: 'doubtful' },
  },
  'a doubt that neither the list nor the API lifts stays one': {
    ...{ ...EARLIER, ...NOT_SHOWN, after: [ACCEPTED, DOUBTED], ends: 'doubtful' },
  },
  'the new password that works settles a refusal': {
    ...{ ...EARLIER, ...SHOWN, after: [REFUSED], proof: 'new', ends: 'changed' },
  },
  'the old password that works settles a doubt': {
    ...{ ...EARLIER, ...SHOWN, after: [DOUBTED], proof: 'old', ends: 'not-changed' },
  },
  'the portal’s yes counts where the list could not show the change': {
    ...{ ...THIS, ...UNSEEN, after: [ACCEPTED], ends: 'changed' },
  },
  'but not against a new password that the API refuses': {
    ...{ ...EARLIER, ...UNSEEN, after: [ACCEPTED], proof: 'not-new', ends: 'doubtful' },
  },
  'a list that would show the change and does not means that there was none': {
    ...{ ...EARLIER, ...NOT_SHOWN, after: [REFUSED], ends: 'not-changed' },
  },
};

for (const [name, { after, isEarlier, lines, proof, ends }] of Object.entries(CASES)) {
  test(`of a reset, ${name}`, async ({ ledger, lease, clock }) => {
    await intend(ledger, lease, lines[0]);
    for (const event of after) await record(ledger, event);
    const standing = await ledger.renewals.standing(SIRET, OLD.login);
    const [, now] = lines;

    const settled = await settleRenewal(
      { siret: SIRET, login: OLD.login, look: () => Promise.resolve(now), isEarlier },
      standing,
      { clock, leftMs: 0 },
      { ledger, clock, prove: () => Promise.resolve(proof) },
    );
    expect(settled.kind).toBe(ends);
    const current = (await ledger.credentials()).filter(({ status }) => status === 'current');
    expect(current.map((entry) => entry.credential.id)).toEqual(ends === 'changed' ? ['new'] : []);
  });
}

async function intend(ledger: Ledger, lease: Lease, { expiresOn }: typeof OLD): Promise<void> {
  await record(ledger, { kind: 'sealed', credential: credential('new') });
  const event = { kind: 'intended', credentialId: 'new', before: { expiresOn } } as const;
  await ledger.renewals.recordIntent(SIRET, OLD.login, event, lease);
}

async function record(ledger: Ledger, event: RenewalEvent): Promise<void> {
  if (event.kind === 'intended') throw new Error('an intent is recorded with its lease');
  await ledger.renewals.record(SIRET, OLD.login, event);
}
