import { randomBytes } from 'node:crypto';
import { Secret } from '../secrets/secret.ts';
import type { Conversation } from './conversation.ts';
import type { ApplicationFinding, ApplicationWorks, ApplicationVerification } from './findings.ts';
import type { Reply } from './classify-reply.ts';
import type { PisteClient } from './piste-client.ts';
import { platformFailure } from './platform.ts';
import { notSubscribed } from './verify-credential.ts';
import type { ApiName, RouteName } from './routes.ts';
import { chorusWords } from './shapes.ts';

/** A login that belongs to nobody, so that its wrong password blocks no account. */
const MADE_UP_LOGIN = 'TECH_0_00000000000000@cpro.fr';

const PROBED: Readonly<Record<ApiName, RouteName>> = {
  utilisateurs: 'attachments',
  transverses: 'vat-rates',
  structures: 'search',
};

/**
 * Proves the PISTE application without an account: through a subscribed API, Chorus Pro refuses a
 * made-up account explicitly (401); an API without subscription refuses the application (403;
 * facts/piste-api.md section 3c). Any other answer comes from another server.
 * @throws RaccordError INTERRUPTED
 */
export async function probeApplication(client: PisteClient): Promise<ApplicationVerification> {
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
    else {
      const failure = failureIn(reply, route);
      if (failure !== undefined) return failure;
    }
  }
  return refused.length === Object.keys(PROBED).length
    ? notSubscribed(refused)
    : { kind: 'application-works', refusedApis: refused };
}

/** Returns undefined if Chorus Pro answered at all: the gateway let the request through. */
function failureIn(
  reply: Exclude<Reply, { kind: 'denied' }>,
  at: RouteName,
): Exclude<ApplicationFinding, ApplicationWorks> | undefined {
  switch (reply.kind) {
    case 'account-refused':
    case 'nothing-found':
      return undefined;
    case 'fine':
      return chorusWords(reply.document) === undefined
        ? { kind: 'unexpected', at, cause: 'unreadable', status: 200 }
        : undefined;
    case 'unexpected':
      return reply.cause === 'refusal' ? undefined : reply;
    default:
      return reply;
  }
}
