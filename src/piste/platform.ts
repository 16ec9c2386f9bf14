import type { Conversation } from './conversation.ts';
import type { AccountRefused, Failure, NotSubscribed } from './findings.ts';

export type PlatformFailure = Exclude<Failure, AccountRefused | NotSubscribed>;

/**
 * Whether the platform can be asked anything at all: the application has its token and the API is
 * up. What else its health check answers in words of its own proves nothing, so it ends nothing
 * (facts/piste-api.md section 3d); a web page, or a refusal where no account was sent, comes from
 * another, who would get the account next.
 */
export async function platformFailure(talk: Conversation): Promise<PlatformFailure | undefined> {
  const reply = await talk.askWithoutAccount('platform');
  switch (reply.kind) {
    case 'fine':
    case 'denied':
    case 'nothing-found':
    case 'not-subscribed':
    // Never said of a request without an account.
    case 'account-refused':
      return undefined;
    case 'unexpected':
      return reply.at === 'platform' ? undefined : reply;
    case 'unavailable': {
      // That it is up may be told in plain words.
      const isPlain = reply.cause === 'not-json' && reply.page === undefined;
      return reply.at === 'platform' && isPlain ? undefined : reply;
    }
    default:
      return reply;
  }
}
