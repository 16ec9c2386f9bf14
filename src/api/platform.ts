import type { Conversation } from './conversation.ts';
import type { ApplicationRefused, RateLimited, Unavailable, Unexpected } from './findings.ts';

export type PlatformFailure = ApplicationRefused | RateLimited | Unavailable | Unexpected;

/**
 * Whether the platform can be asked anything at all: the application has its token and the API is
 * up. What else its health check answers proves nothing, so it ends nothing (facts/piste-api.md
 * section 3d).
 */
export async function platformFailure(talk: Conversation): Promise<PlatformFailure | undefined> {
  const reply = await talk.askWithoutAccount('platform');
  if (reply.kind === 'application-refused' || reply.kind === 'rate-limited') return reply;
  if (reply.kind !== 'unavailable' && reply.kind !== 'unexpected') return undefined;
  // That it is up may be told in plain words.
  const isWords = reply.kind === 'unexpected' || reply.cause === 'not-json';
  return reply.at === 'platform' && isWords ? undefined : reply;
}
