import { sendOnce } from '../../flows/write.ts';
import type { Submission } from '../../flows/pages/submission.ts';
import type { Tools } from '../../flows/tools.ts';
import type { Answer } from '../../src/acting/classify-answer.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { acquireAccountLease } from '../../src/ledger/lease/account-lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { EVENTS, expect, test } from './ledger-fixtures.ts';

const LYON = '73282932000074' as Siret;

const TAKEN: Answer = { kind: 'unclear', reason: 'the form is gone', isTaken: true };

type Asked = Pick<Submission, 'askMeaning'>['askMeaning'];

type Sent = Pick<Submission, 'send'>['send'];

/** Sends a declaration that the portal takes without a known word. */
async function send(
  ledger: Ledger,
  lease: Lease,
  askMeaning: Asked,
  answer: Sent = () => Promise.resolve(TAKEN),
): Promise<unknown> {
  const submission = { send: answer, askMeaning };
  const tools = {
    ...{ ledger, lease, clock: ledger.clock, settings: {}, writing: () => undefined },
    redactor: { redact: (text: string) => text },
  };
  await ledger.record(LYON, 'connection', EVENTS['not-seen']);
  const own = [LYON, 'connection', EVENTS.intended] as const;
  const sent = await sendOnce(
    ...own,
    submission as unknown as Submission,
    tools as unknown as Tools,
  );
  return sent.enrolment.connection.operation.state;
}

for (const [what, answer] of [
  ['was taken', TAKEN],
  ['may have been taken', { kind: 'unclear', reason: 'the form is gone', mayBeTaken: true }],
] as const) {
  test(`a form that ${what} without a known word is in doubt before a person is asked`, async ({
    ledger,
    lease,
  }) => {
    let atQuestion = '';
    const asked: Asked = async () => {
      atQuestion = (await ledger.enrolment(LYON)).connection.state;
      return undefined;
    };
    const state = await send(ledger, lease, asked, () => Promise.resolve(answer));
    expect([atQuestion, state]).toEqual(['doubtful', 'doubtful']);
  });
}

for (const kind of ['accepted', 'refused'] as const) {
  test(`what a person teaches is recorded after the doubt: ${kind}`, async ({ ledger, lease }) => {
    const answer: Answer = { kind, message: 'parti au guichet', isSure: true };
    expect(await send(ledger, lease, () => Promise.resolve(answer))).toBe(kind);
    expect((await ledger.enrolment(LYON)).connection.operation).toMatchObject({ state: kind });
  });
}

for (const [kind, end] of [
  ['accepted', 'doubtful'],
  ['refused', 'READING_OUTDATED'],
] as const) {
  test(`what a person teaches leaves what another run found meanwhile: ${kind}`, async ({
    ledger,
    lease,
  }) => {
    const ended = send(ledger, lease, async () => {
      await ledger.record(LYON, 'connection', EVENTS.confirmed);
      return { kind, message: 'parti au guichet', isSure: true };
    });
    const code = ended.catch((error: unknown) => (error as { readonly code: string }).code);
    expect(await code).toBe(end);
    expect((await ledger.enrolment(LYON)).connection.state).toBe('done');
  });
}

test('nobody is asked about the answer to a form that was not sent', async ({ ledger, clock }) => {
  const longer = { ttlMs: 120_000, holder: thisProcess() };
  const lease = await acquireAccountLease(ledger, { portal: 'p', login: 'anne' }, longer);
  let isAsked = false;
  const asked: Asked = () => {
    isAsked = true;
    return Promise.resolve(undefined);
  };
  const state = await send(ledger, lease, asked, async (permit) => {
    clock.advance(61_000);
    await permit();
    return TAKEN;
  });
  expect([state, isAsked]).toEqual(['intended', false]);
});
