import { inspect } from 'node:util';
import { PISTE_FAULT_KINDS } from '../../fixtures/piste/fault.ts';
import { probeApplication } from '../../src/piste/probe-application.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { ACCOUNT, expect, test } from './api-fixtures.ts';

const PAIR = `${ACCOUNT.login}:${ACCOUNT.password}`;

/** Fails where a text holds one of the secrets, in any form that the redactor knows. */
function expectNone(written: string, secrets: Iterable<readonly [string, Secret]>): void {
  const redactor = new Redactor();
  for (const [label, secret] of secrets) redactor.add(secret, label);
  expect(redactor.redact(written)).toBe(written);
}

test('every secret is made known before it is used, the token and the header included', async ({
  prove,
  known,
  piste,
}) => {
  await prove();
  const values = new Map([...known].map(([label, secret]) => [label, secret.reveal()]));
  expect(Object.fromEntries(values)).toEqual({
    CHORUS_PISTE_CLIENT_SECRET: piste.clientSecret,
    'PISTE token': expect.stringMatching(/^[0-9a-f]{54}$/u),
    'technical account password': ACCOUNT.password,
    'technical account': PAIR,
    'cpro-account': Buffer.from(PAIR, 'utf8').toString('base64'),
  });
});

for (const how of PISTE_FAULT_KINDS) {
  test(`no secret is in what a proof finds where an answer is spoiled by ${how}`, async ({
    client,
    prove,
    piste,
    known,
  }) => {
    for (const at of ['token', 'platform', 'attachments', 'structure'] as const) {
      piste.clearFaults();
      piste.fail({ at, how });
      const impatient = client({ patienceMs: 300 });
      const proof = await prove({ client: impatient });
      const probe = await probeApplication(impatient);
      const written = [JSON.stringify({ proof, probe }), inspect({ proof, probe, impatient })];
      expectNone(written.join('\n'), known);
    }
  });
}

test('a refusal that repeats what was sent keeps its code and loses its words', async ({
  prove,
  piste,
}) => {
  piste.fail({ at: 'attachments', how: 'echo' });
  const proof = await prove();
  expect(proof).toMatchObject({ kind: 'unexpected', messageCode: 'GCU_MSG_99.001' });
  expect(proof).not.toHaveProperty('message');
});

test('a structure whose name repeats the password is shown without it', async ({
  client,
  prove,
  jsonServer,
  known,
}) => {
  const apiUrl = await jsonServer(() => ({
    codeRetour: 0,
    listeStructureRattachement: [
      { idStructure: 7, identifiantStructure: '73282932000074', designationStructure: PAIR },
    ],
    informationGenerales: { dateExpirationMotPasseCompteTech: ACCOUNT.password },
  }));
  const proof = await prove({ client: client({ apiUrl }) });
  expect(proof).toMatchObject({ kind: 'works', structures: [{ id: 7 }] });
  expectNone(JSON.stringify(proof), known);
});

test('no secret is in what is thrown', async ({ client, prove, piste, known }) => {
  piste.fail({ at: 'any', how: 'silence' });
  const stop = new AbortController();
  const proof = prove({ client: client({ signal: stop.signal }) });
  await expect.poll(() => piste.requests().length).toBe(1);
  stop.abort(new Error(`stopped with ${ACCOUNT.password}`));
  const error: unknown = await proof.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'INTERRUPTED' });
  expectNone(inspect(error, { depth: 9 }), known);
  let refused: unknown;
  try {
    client({
      apiUrl: 'http://user:pass-word-12@api.piste.gouv.fr',
      clientSecret: new Secret('cs-1234'),
    });
  } catch (thrown) {
    refused = thrown;
  }
  expect(refused).toMatchObject({ code: 'PLAIN_HTTP' });
  expect(inspect(refused, { depth: 9 })).not.toMatch(/pass-word-12|cs-1234/u);
});
