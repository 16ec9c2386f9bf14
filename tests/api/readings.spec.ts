import fc from 'fast-check';
import { secondsUntil, type Answered } from '../../src/piste/exchange.ts';
import { expiryDate, verifyCredential } from '../../src/piste/verify-credential.ts';
import { classifyReply } from '../../src/piste/classify-reply.ts';
import { readiness, READY_AFTER_MS } from '../../src/piste/readiness.ts';
import { serverText } from '../../src/piste/conversation.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { ACCOUNT, expect, LYON, NOW, test } from './api-fixtures.ts';

const MINUTE = 60_000;

for (const [text, date] of [
  ['2027-12-30', '2027-12-30'],
  ['2027-12-30T00:00:00', '2027-12-30'],
  ['2027-12-30 23:59:59.999', '2027-12-30'],
  ['2027-12-30T00:00:00.000+01:00', '2027-12-30'],
  ['2027-12-30T00:00:00.000+0100', '2027-12-30'],
  ['2027-12-29T23:00:00Z', '2027-12-30'],
  ['2027-06-29T22:00:00.000Z', '2027-06-30'],
  ['2027-12-30T00:00:00+01', '2027-12-30'],
  ['2027-13-45', undefined],
  ['30/12/2027', undefined],
  ['2027-12-301', undefined],
  ['jamais', undefined],
  ['', undefined],
] as const) {
  test(`an expiry written "${text}" is ${String(date)}`, () => {
    expect(expiryDate(text)).toBe(date);
  });
}

for (const [header, seconds] of [
  ['0', 0],
  [' 90 ', 90],
  ['Wed, 25 Nov 2026 09:01:30 GMT', 90],
  ['Wed, 25 Nov 2026 08:00:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['99999999999999999999', undefined],
  ['', undefined],
] as const) {
  test(`Retry-After "${header}" is ${String(seconds)} seconds`, () => {
    expect(secondsUntil(header, NOW)).toBe(seconds);
  });
}

test('a refused account is young for half an hour, and for a quarter more to be sure', () => {
  const at = (minutes: number): unknown =>
    readiness(NOW, new Date(NOW.getTime() + minutes * MINUTE))?.minutesLeft;
  expect([0, 10, 29.5, 30, 44.5, 45, 90].map(at)).toEqual([30, 20, 1, 15, 1, undefined, undefined]);
});

test('a clock that is a little behind makes an account no older, one far behind says nothing', () => {
  const at = (minutes: number): unknown =>
    readiness(NOW, new Date(NOW.getTime() + minutes * MINUTE))?.minutesLeft;
  expect([-5, -31].map(at)).toEqual([35, undefined]);
});

test('when to try again is always ahead, and at most as far as an account takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * READY_AFTER_MS }), (age) => {
      const now = new Date(NOW.getTime() + age);
      const young = readiness(NOW, now);
      expect(young === undefined).toBe(age >= READY_AFTER_MS * 1.5);
      if (young === undefined) return;
      const left = Date.parse(young.tryAgainAt) - now.getTime();
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(READY_AFTER_MS);
      expect(young.minutesLeft).toBe(Math.ceil(left / MINUTE));
    }),
  );
});

test('a server’s text is one line, bounded, and repeats no secret', () => {
  const secrets = [new Secret('s3cr3t"é'), new Secret('abc')];
  expect(serverText(' A\u001b[31m\r\nB\u202e ', secrets)).toBe('A [31m B');
  expect(serverText('x'.repeat(500), secrets)).toHaveLength(200);
  expect(serverText(' \n ', secrets)).toBeUndefined();
  expect(serverText('abc is too short to be looked for', secrets)).toBeDefined();
  for (const encode of [
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    encodeURIComponent,
    (text: string) => JSON.stringify(text),
    (text: string) => Buffer.from(text).toString('base64'),
    (text: string) => Buffer.from(text).toString('hex'),
  ]) {
    expect(serverText(`was: ${encode('s3cr3t"é')}.`, secrets)).toBeUndefined();
  }
});

test('any answer at all is judged, and is fine only where it is a success', () => {
  const answers = fc.record({
    kind: fc.constant('answered' as const),
    status: fc.integer({ min: 200, max: 599 }),
    body: fc.constant('json' as const),
    document: fc.oneof(
      fc.jsonValue(),
      fc.record({ codeRetour: fc.jsonValue(), libelle: fc.jsonValue() }),
    ),
    challenge: fc.constantFrom('account' as const, 'unclear' as const, 'unknown-path' as const),
  }) satisfies fc.Arbitrary<Answered>;
  fc.assert(
    fc.property(answers, (answer) => {
      const at = 'attachments';
      const reply = classifyReply(answer, { at, withAccount: true, sanitize: (text) => text });
      if (reply.kind === 'fine') expect(answer.status).toBeLessThan(300);
      expect(reply.kind === 'denied').toBe(answer.status === 403);
      expect(reply.kind === 'account-refused').toBe(
        answer.status === 401 && answer.challenge === 'account',
      );
      const without = classifyReply(answer, { at, withAccount: false, sanitize: (text) => text });
      expect(without.kind).not.toBe('account-refused');
    }),
  );
});

test('whatever JSON the API answers, a proof ends with a finding', async ({
  client,
  clock,
  jsonServer,
}) => {
  const item = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        idStructure: fc.jsonValue(),
        identifiantStructure: fc.oneof(fc.constant(LYON), fc.jsonValue()),
        designationStructure: fc.jsonValue(),
        statutRattachementStructure: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  );
  const documents = fc.record(
    {
      codeRetour: fc.oneof(fc.constantFrom(0, '0'), fc.jsonValue()),
      libelle: fc.jsonValue(),
      listeStructureRattachement: fc.oneof(fc.array(item), fc.jsonValue()),
      listeRattachements: fc.oneof(fc.array(item), fc.jsonValue()),
      listeStructures: fc.oneof(fc.array(item), fc.jsonValue()),
      parametresRetour: fc.oneof(fc.record({ pages: fc.constantFrom(0, 1, '2', null) })),
      informationGenerales: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  let document: unknown;
  const apiUrl = await jsonServer(() => document);
  const one = client({ apiUrl });
  await fc.assert(
    fc.asyncProperty(fc.oneof(documents, fc.jsonValue()), async (next) => {
      document = next;
      const { kind } = await verifyCredential({
        client: one,
        siret: LYON,
        login: ACCOUNT.login,
        password: new Secret(ACCOUNT.password),
        clock,
      });
      expect(['works', 'not-attached', 'unexpected']).toContain(kind);
    }),
    { numRuns: 200 },
  );
});
