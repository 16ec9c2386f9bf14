import type { Conversation } from './conversation.ts';
import type { AccountRefused, Failure, NotSubscribed } from './findings.ts';

export type PlatformFailure = Exclude<Failure, AccountRefused | NotSubscribed>;

/**
 * Checks that the platform is available: the application has its token and the API is up. Other
 * answers of the health check in its own words prove nothing and are ignored (facts/piste-api.md
 * section 3d). A web page, or a refusal although no account was sent, comes from another server, to
 * which the account would be sent next.
 */
export async function platformFailure(talk: Conversation): Promise<PlatformFailure | undefined> {
  const reply = await talk.askWithoutAccount('platform');
  switch (reply.kind) {
    case 'fine':
    case 'denied':
    case 'nothing-found':
    case 'not-subscribed':
    // Never returned for a request without an account.
    case 'account-refused':
      return undefined;
    case 'unexpected':
      return reply.at === 'platform' ? undefined : reply;
    case 'unavailable': {
      // The health check may answer in plain text.
      const isPlain = reply.cause === 'not-json' && reply.page === undefined;
      return reply.at === 'platform' && isPlain ? undefined : reply;
    }
    default:
      return reply;
  }
}
