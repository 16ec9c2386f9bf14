import { Secret as OtpSecret, TOTP } from 'otpauth';
import type { Clock } from '../src/domain/clock.ts';
import { Secret } from '../src/secrets/secret.ts';

/** RFC 6238's usual period; the real portal's is unverified (facts/portal.md section a). */
const PERIOD_MS = 30_000;

/** A code with less time left than this may arrive too late. */
const MARGIN_MS = 3_000;

/**
 * Returns the next code of an authenticator's secret (base32). Waits for the next period if the
 * current code was used already, since a server accepts a code once, or is about to expire.
 */
export async function nextOneTimeCode(
  secret: Secret,
  clock: Clock,
  lastCounter: number | undefined,
): Promise<{ code: Secret; counter: number }> {
  const now = clock.now().getTime();
  const current = Math.floor(now / PERIOD_MS);
  const endsIn = (current + 1) * PERIOD_MS - now;
  const waits = current <= (lastCounter ?? -1) || endsIn < MARGIN_MS;
  if (waits) await clock.sleep(endsIn);
  // A timer may fire a millisecond early, still within the used period.
  const first = waits ? current + 1 : current;
  const counter = Math.max(Math.floor(clock.now().getTime() / PERIOD_MS), first);
  const totp = new TOTP({ secret: OtpSecret.fromBase32(secret.reveal().replace(/\s/gu, '')) });
  return {
    code: new Secret(totp.generate({ timestamp: counter * PERIOD_MS })),
    counter,
  };
}
