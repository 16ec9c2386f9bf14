import { Secret as OtpSecret, TOTP } from 'otpauth';
import type { Clock } from '../src/domain/clock.ts';
import { Secret } from '../src/secrets/secret.ts';

/** RFC 6238's usual period; the real portal's is unverified (facts/portal.md section a). */
const PERIOD_MS = 30_000;

/** A code that has less than this left may arrive too late. */
const MARGIN_MS = 3_000;

/**
 * The next code of an authenticator's secret (base32). Waits for the next period where this one's
 * code was used already, since a server takes a code once, or is about to end.
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
  // A timer may fire a millisecond before the clock says so: still in the period that is used up.
  const first = waits ? current + 1 : current;
  const counter = Math.max(Math.floor(clock.now().getTime() / PERIOD_MS), first);
  const totp = new TOTP({ secret: OtpSecret.fromBase32(secret.reveal().replace(/\s/gu, '')) });
  return {
    code: new Secret(totp.generate({ timestamp: counter * PERIOD_MS })),
    counter,
  };
}
