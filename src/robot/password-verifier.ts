import type { VerifyPasswords } from '../../flows/tools.ts';
import type { AccountFinding } from '../piste/findings.ts';
import type { PisteClient } from '../piste/piste-client.ts';
import { verifyCredential } from '../piste/verify-credential.ts';
import type { Clock } from '../domain/clock.ts';
import type { SealedCredential } from '../domain/credential.ts';
import { isRaccordError } from '../errors/raccord-error.ts';
import type { Siret } from '../domain/siret.ts';
import type { VerificationJournal } from '../ledger/journals/verifications.ts';
import type { Logger } from '../log/logger.ts';
import type { OpenedCredential } from '../credentials/vault/vault.ts';
import { recordedOutcome } from '../credentials/verification/verify-credentials.ts';

export interface PasswordVerifierParts {
  readonly client: PisteClient;
  readonly clock: Clock;
  /** Milliseconds from its creation during which a password may not work yet. */
  readonly readyAfterMs: number;
  readonly verifications: Pick<VerificationJournal, 'latestOutcome' | 'record'>;
  readonly logger: Logger;
  readonly open: (siret: Siret, sealed: SealedCredential) => Promise<OpenedCredential>;
}

type Tried = 'works' | 'refused' | 'unclear';

/**
 * Returns a function that finds out through the official API which of two passwords works. Only a
 * success counts: an unavailable platform, a rate limit, an API without subscription, a password
 * too new to be refused for good, and a refusal that does not name login or password are
 * inconclusive. A password that was refused explicitly is not tried again: how many wrong ones
 * block an account is unknown (facts/piste-api.md section 3c).
 *
 * The function throws RaccordError INTERRUPTED, and VAULT_DAMAGED if a sealed password is damaged.
 */
export function passwordVerifier(parts: PasswordVerifierParts): VerifyPasswords {
  return async ({ siret, login, fresh, earlier, isNewAccount = false }) => {
    const age = parts.clock.now().getTime() - Date.parse(fresh.capturedAt);
    if (isNewAccount && age < parts.readyAfterMs) return undefined;
    const tried = await tryOne(siret, fresh, parts);
    if (tried === 'works') return 'new';
    if (tried === 'unclear') return undefined;
    if (earlier === undefined) return 'not-new';
    const before = await tryOne(siret, earlier, parts);
    parts.logger.info({ siret, login, fresh: tried, earlier: before }, 'both passwords tried');
    return before === 'works' ? 'old' : 'not-new';
  };
}

async function tryOne(
  siret: Siret,
  credential: SealedCredential,
  { client, clock, readyAfterMs, verifications, logger, open }: PasswordVerifierParts,
): Promise<Tried> {
  const { id: credentialId, login } = credential;
  const latest = await verifications.latestOutcome(credentialId);
  if (latest === 'account-refused-by-name') return 'refused';
  const opened = await open(siret, credential).catch((error: unknown) => {
    // Sealed to a key other than the present one.
    if (isRaccordError(error) && error.code === 'IDENTITY_REFUSED') return undefined;
    throw error;
  });
  if (opened === undefined) {
    logger.warn(
      { siret, login, credentialId },
      'not proven: the private key here does not open it',
    );
    return 'unclear';
  }
  const capturedAt = new Date(credential.capturedAt);
  const { password } = opened;
  const account = { siret, login, password, capturedAt };
  const { steps, ...finding } = await verifyCredential({ ...account, client, clock, readyAfterMs });
  logger.info({ siret, login, credentialId, outcome: finding.kind, steps }, 'password tried');
  const outcome = recordedOutcome(finding);
  const expiresOn = finding.kind === 'works' ? finding.expiresOn : undefined;
  await verifications.record({ siret, credentialId, outcome, expiresOn });
  return meaningOf(finding);
}

function meaningOf(finding: AccountFinding): Tried {
  switch (finding.kind) {
    case 'works':
    // The account works, but sees other structures.
    case 'not-attached':
      return 'works';
    case 'account-refused':
      return 'refused';
    case 'unclear':
    case 'certificate-refused':
    case 'proxy-refused':
    case 'too-young':
    case 'application-refused':
    case 'not-subscribed':
    case 'rate-limited':
    case 'unavailable':
    case 'unexpected':
      return 'unclear';
  }
}
