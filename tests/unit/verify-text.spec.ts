import { expect, test } from '@playwright/test';
import type { Failure } from '../../src/piste/findings.ts';
import { exitCodeOf } from '../../src/cli/verification/verify-current.ts';
import { paintIn } from '../../src/cli/terminal/colour.ts';
import { applicationText, verifiedText } from '../../src/cli/verification/verify-text.ts';
import type { CredentialEntry } from '../../src/domain/credential.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type {
  Verified,
  VerifyOutcome,
} from '../../src/credentials/verification/verify-credentials.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const NO_SCREEN = { columns: undefined, paint: paintIn(false) };

const entry: CredentialEntry = {
  siret: '73282932000074' as Siret,
  credential: { id: '1', login: 'TECH_1', digest: '', fingerprint: '', capturedAt: '' },
  status: 'current',
  isRenewal: false,
};

const verified = (outcome: VerifyOutcome): Verified => ({ entry, outcome, steps: [] });

const WORKS: VerifyOutcome = {
  ...{ kind: 'works', structures: [], attachment: 'listed', refusedApis: [] },
};
const REFUSED: VerifyOutcome = { kind: 'account-refused', named: true };
const UNCLEAR: VerifyOutcome = { kind: 'unclear', at: 'attachments', status: 401 };
const DOWN: VerifyOutcome = { kind: 'unavailable', at: 'platform', cause: 'network' };
const CERTIFICATE: VerifyOutcome = {
  ...{ kind: 'certificate-refused', at: 'token', code: 'SELF_SIGNED_CERT_IN_CHAIN' },
};
const NOT_TRIED: VerifyOutcome = { kind: 'not-tried' };

for (const [outcomes, exitCode] of [
  [[WORKS, WORKS], 0],
  [[WORKS, REFUSED], 1],
  [[WORKS, UNCLEAR], 1],
  [[UNCLEAR], 3],
  [[UNCLEAR, DOWN, NOT_TRIED], 3],
  [[CERTIFICATE, NOT_TRIED], 2],
] as const) {
  test(`${outcomes.map(({ kind }) => kind).join(', ')}: exit code ${exitCode}`, () => {
    expect(exitCodeOf(outcomes.map(verified))).toBe(exitCode);
  });
}

/** Each finding, and what must be said of it in both languages. */
const SAID: readonly (readonly [Failure, RegExp, RegExp])[] = [
  [
    { ...UNCLEAR },
    /unclear, try again[^]*with no mention of the login or password[^]*verify again later/u,
    /incertain, à réessayer[^]*sans mention du login ni du mot de passe[^]*réessayez plus tard/u,
  ],
  [
    { kind: 'unavailable', at: 'platform', cause: 'not-json', status: 401, page: 'Filtre' },
    /the answer was a web page, not one from the API \("Filtre", HTTP 401\): a proxy/u,
    /la réponse est une page web et non celle de l’API \(« Filtre », HTTP 401\) : un proxy/u,
  ],
  [
    { kind: 'unavailable', at: 'platform', cause: 'not-json', status: 200, page: '' },
    /\(without a title, HTTP 200\)/u,
    /\(sans titre, HTTP 200\)/u,
  ],
  [
    { ...CERTIFICATE },
    /certificate not accepted[^]*SELF_SIGNED_CERT_IN_CHAIN[^]*NODE_EXTRA_CA_CERTS/u,
    /certificat non accepté[^]*SELF_SIGNED_CERT_IN_CHAIN[^]*NODE_EXTRA_CA_CERTS/u,
  ],
  [
    {
      ...{ kind: 'application-refused', causes: ['client-id', 'client-secret', 'environment'] },
      ...{ status: 400, attempts: 5, seconds: 21 },
    },
    /refused 5 times in 21 s/u,
    /refusée 5 fois en 21 s/u,
  ],
  [
    { kind: 'unexpected', at: 'token', cause: 'status', status: 400, message: 'invalid_scope' },
    /invalid_scope[^]*CHORUS_PISTE_OAUTH_URL[^]*scope/u,
    /invalid_scope[^]*CHORUS_PISTE_OAUTH_URL[^]*portée/u,
  ],
];

for (const [finding, english, french] of SAID) {
  test(`${finding.kind} is said with what it means: ${String(english)}`, () => {
    const all = [verified(finding)];
    expect(verifiedText(all, textsFor('en'), NO_SCREEN)).toMatch(english);
    expect(verifiedText(all, textsFor('fr'), NO_SCREEN)).toMatch(french);
    if (finding.kind === 'account-refused') return;
    expect(applicationText(finding, [], textsFor('en'))).toMatch(english);
    expect(applicationText(finding, [], textsFor('fr'))).toMatch(french);
  });
}
