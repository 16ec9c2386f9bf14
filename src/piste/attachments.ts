import type { Conversation } from './conversation.ts';
import type { SeenStructure, Unexpected } from './findings.ts';
import type { Reply } from './classify-reply.ts';
import type { RouteName } from './routes.ts';
import { attachmentsAnswer, listedStructure, searchAnswer } from './shapes.ts';

const PER_PAGE = 100;

/** Maximum number of pages read from a list: ten thousand structures. */
const MAX_PAGES = 100;

/** A reply that ends a query without its document. */
export type FailedReply = Exclude<Reply, { kind: 'fine' | 'nothing-found' }>;

export interface AttachmentsReply {
  readonly kind: 'listed';
  readonly structures: readonly SeenStructure[];
  /** False if the list was too long to be read completely. */
  readonly complete: boolean;
}

/** Lists all structures that the account is attached to, in any state of attachment. */
export async function listAttachments(talk: Conversation): Promise<AttachmentsReply | FailedReply> {
  const structures: SeenStructure[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const reply = await talk.ask('attachments', {
      parametresRecherche: { nbResultatsParPage: PER_PAGE, pageResultatDemandee: page },
    });
    if (reply.kind === 'nothing-found') return { kind: 'listed', structures, complete: true };
    if (reply.kind !== 'fine') return reply;
    const { data } = attachmentsAnswer.safeParse(reply.document);
    const listed = data?.listeStructureRattachement ?? data?.listeRattachements;
    if (listed === undefined) return unreadable('attachments');
    const seen = listed.flatMap((one) => seenStructure(one, talk));
    const pages = data?.parametresRetour?.pages;
    // Without a count, a page that repeats earlier ones shows that the server has no others to give.
    const isRepeated =
      pages === undefined && page > 1 && seen.every((one) => isIn(structures, one));
    if (isRepeated && seen.length > 0) return { kind: 'listed', structures, complete: false };
    structures.push(...seen);
    const isLast = pages === undefined ? listed.length < PER_PAGE : page >= pages;
    if (isLast || listed.length === 0) return { kind: 'listed', structures, complete: true };
  }
  return { kind: 'listed', structures, complete: false };
}

function isIn(structures: readonly SeenStructure[], { id, siret }: SeenStructure): boolean {
  return structures.some((one) => one.id === id && one.siret === siret);
}

export type StructureSearch =
  | { readonly kind: 'found'; readonly structure: SeenStructure }
  | { readonly kind: 'nothing-found' }
  | FailedReply;

/** Searches for the structure with this SIRET, if the account may see it. */
export async function searchStructure(talk: Conversation, siret: string): Promise<StructureSearch> {
  const reply = await talk.ask('search', {
    structure: { typeIdentifiantStructure: 'SIRET', identifiantStructure: siret },
    parametres: { nbResultatsParPage: 10, pageResultatDemandee: 1 },
  });
  if (reply.kind !== 'fine') return reply;
  const { data } = searchAnswer.safeParse(reply.document);
  if (data?.listeStructures === undefined) return unreadable('search');
  const found = data.listeStructures
    .flatMap((one) => seenStructure(one, talk))
    .find((structure) => structure.siret === siret);
  return found === undefined ? { kind: 'nothing-found' } : { kind: 'found', structure: found };
}

/** Returns an empty array if the item is not a structure. */
function seenStructure(item: unknown, { sanitize }: Conversation): SeenStructure[] {
  const { data } = listedStructure.safeParse(item);
  if (data === undefined) return [];
  const structure: SeenStructure = {
    id: data.idStructure ?? data.idStructureCPP,
    siret: sanitize(data.identifiantStructure?.replace(/[\s.]/gu, '')),
    name: sanitize(data.designationStructure ?? data.nomStructure),
    role: sanitize(data.roleUtilisateur),
    status: sanitize(data.statutRattachementStructure),
  };
  return structure.id === undefined && structure.siret === undefined ? [] : [structure];
}

function unreadable(at: RouteName): Unexpected {
  return { kind: 'unexpected', at, cause: 'unreadable', status: 200 };
}
