import { randomBytes } from 'node:crypto';
import { Secret } from '../domain/secret.ts';
import type { Conversation } from './conversation.ts';
import type { ApplicationFinding, Probe } from './findings.ts';
import type { Reply } from './judge.ts';
import type { PisteClient } from './piste-client.ts';
import { platformFailure } from './platform.ts';
import { notSubscribed } from './prove-credential.ts';
import type { ApiName, RouteName } from './routes.ts';

/** Nobody's, so that no account is blocked by its wrong password. */
const MADE_UP_LOGIN = 'TECH_0_00000000000000@cpro.fr';

const PROBED: Readonly<Record<ApiName, RouteName>> = {
  utilisateurs: 'attachments',
  transverses: 'vat-rates',
  structures: 'search',
};

/**
 * Proves the PISTE application without any account: an API that is subscribed refuses a made-up
 * account (401), one that is not refuses the application (403; facts/piste-api.md section 3c).
 * @throws RaccordError INTERRUPTED
 */
export async function probeApplication(client: PisteClient): Promise<Probe> {
  const talk = client.converse({
    login: MADE_UP_LOGIN,
    password: new Secret(randomBytes(12).toString('hex')),
  });
  const finding = await probe(talk);
  return { ...finding, steps: talk.steps };
}

async function probe(talk: Conversation): Promise<ApplicationFinding> {
  const down = await platformFailure(talk);
  if (down !== undefined) return down;
  const refused: ApiName[] = [];
  for (const [api, route] of Object.entries(PROBED) as [ApiName, RouteName][]) {
    const reply = await talk.ask(route, {});
    if (reply.kind === 'denied') refused.push(api);
    else if (!isReached(reply)) return reply;
  }
  return refused.length === Object.keys(PROBED).length
    ? notSubscribed(refused)
    : { kind: 'application-works', refusedApis: refused };
}

type Reached = Extract<Reply, { kind: 'fine' | 'nothing-found' | 'account-refused' | 'denied' }>;

/** Whatever Chorus Pro itself answers, the gateway let it through. */
function isReached(reply: Reply): reply is Reached {
  return ['fine', 'nothing-found', 'account-refused'].includes(reply.kind) || isRefusal(reply);
}

function isRefusal(reply: Reply): boolean {
  return reply.kind === 'unexpected' && (reply.cause === 'refusal' || reply.status === 400);
}
