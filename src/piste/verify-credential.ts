import type { Clock } from '../domain/clock.ts';
import { omitUndefined } from '../domain/json.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Siret } from '../domain/siret.ts';
import { listAttachments, searchStructure, type AttachmentsReply } from './attachments.ts';
import type { Conversation } from './conversation.ts';
import type {
  AccountFinding,
  NotAttached,
  NotSubscribed,
  CredentialVerification,
  SeenStructure,
  TooYoung,
  CredentialWorks,
} from './findings.ts';
import type { PisteClient } from './piste-client.ts';
import { platformFailure } from './platform.ts';
import { readiness } from './readiness.ts';
import type { ApiName } from './routes.ts';
import { chorusWords, ratesAnswer, structureAnswer } from './shapes.ts';

export interface CredentialToVerify {
  readonly client: PisteClient;
  readonly siret: Siret;
  readonly login: string;
  readonly password: Secret;
  /** Creation time of the account; absent for a later password, which works at once. */
  readonly capturedAt?: Date;
  readonly clock: Clock;
  /** Milliseconds from its creation until an account works. Default: half an hour. */
  readonly readyAfterMs?: number;
}

type Found = Exclude<AccountFinding, TooYoung>;

/** Attachment states without access rights; all others, also unknown ones, have them. */
const WITHOUT_RIGHT = new Set(['EN_COURS_DE_VALIDATION', 'REFUSEE', 'DESACTIVEE', 'SUPPRIMEE']);

/**
 * Verifies through the API that login and password work for a structure: three to five requests,
 * which only read (facts/piste-api.md section 3e); more if PISTE refuses valid ones.
 * @throws RaccordError INTERRUPTED
 */
export async function verifyCredential(
  credential: CredentialToVerify,
): Promise<CredentialVerification> {
  const { client, siret, login, password, capturedAt, clock, readyAfterMs } = credential;
  const talk = client.converse({ login, password });
  const finding = await prove(talk, siret);
  const isRefused = finding.kind === 'account-refused' || finding.kind === 'unclear';
  const young =
    isRefused && capturedAt !== undefined
      ? readiness(capturedAt, clock.now(), readyAfterMs)
      : undefined;
  const { steps } = talk;
  return young === undefined ? { ...finding, steps } : { kind: 'too-young', ...young, steps };
}

async function prove(talk: Conversation, siret: Siret): Promise<Found> {
  const down = await platformFailure(talk);
  if (down !== undefined) return down;
  const list = await listAttachments(talk);
  if (list.kind === 'denied') return proveOtherwise(talk, siret);
  return list.kind === 'listed' ? attachmentIn(list, talk, siret) : list;
}

async function attachmentIn(
  list: AttachmentsReply,
  talk: Conversation,
  siret: Siret,
): Promise<Found> {
  const { structures } = list;
  const own = structures.filter((structure) => structure.siret === siret);
  const good = own.find(({ status = '' }) => !WITHOUT_RIGHT.has(status));
  if (good !== undefined) return works(talk, good, { structures, attachment: 'listed' });
  const tellsAll = list.complete && structures.every((one) => one.siret !== undefined);
  if (own.length > 0 || tellsAll) return notAttached(structures, own[0]?.status);
  return attachmentById(list, talk, siret);
}

/** Finds an attachment without a SIRET in the list, by the number that the search returns. */
async function attachmentById(
  list: AttachmentsReply,
  talk: Conversation,
  siret: Siret,
): Promise<Found> {
  const { structures, complete } = list;
  const search = await searchStructure(talk, siret);
  if (search.kind === 'nothing-found') return notAttached(structures);
  if (search.kind === 'denied') {
    return { kind: 'works', structures, attachment: 'unproven', refusedApis: ['structures'] };
  }
  if (search.kind !== 'found') return search;
  const listed = structures.find(({ id }) => id !== undefined && id === search.structure.id);
  if (listed === undefined && complete) return notAttached(structures);
  if (listed?.status !== undefined && WITHOUT_RIGHT.has(listed.status)) {
    return notAttached(structures, listed.status);
  }
  const attachment = listed === undefined ? 'searched' : 'listed';
  return works(talk, search.structure, { structures, attachment });
}

/** Verifies by other APIs if the application may not use the list. */
async function proveOtherwise(talk: Conversation, siret: Siret): Promise<Found> {
  const rates = await talk.ask('vat-rates', {});
  if (rates.kind !== 'fine' && rates.kind !== 'nothing-found' && rates.kind !== 'denied') {
    return rates;
  }
  const isTheirs =
    rates.kind !== 'fine' ||
    chorusWords(rates.document) !== undefined ||
    ratesAnswer.safeParse(rates.document).data?.listeTauxTva !== undefined;
  if (!isTheirs) return { kind: 'unexpected', at: 'vat-rates', cause: 'unreadable', status: 200 };
  const search = await searchStructure(talk, siret);
  const refused: ApiName[] = ['utilisateurs'];
  if (rates.kind === 'denied') refused.push('transverses');
  if (search.kind === 'nothing-found') return notAttached([], undefined, refused);
  if (search.kind === 'found') {
    const structures = [search.structure];
    return works(talk, search.structure, { structures, attachment: 'searched' }, refused);
  }
  if (search.kind !== 'denied') return search;
  refused.push('structures');
  return rates.kind === 'denied'
    ? notSubscribed(refused)
    : { kind: 'works', structures: [], attachment: 'unproven', refusedApis: refused };
}

async function works(
  talk: Conversation,
  own: SeenStructure,
  seen: Pick<CredentialWorks, 'structures' | 'attachment'>,
  refusedApis: readonly ApiName[] = [],
): Promise<CredentialWorks> {
  const { expiresOn, denied } = await expiryOf(talk, own);
  return omitUndefined<CredentialWorks>({
    kind: 'works',
    ...seen,
    expiresOn,
    refusedApis: denied ? [...refusedApis, 'structures'] : refusedApis,
  });
}

/** Returns the expiry date. The account works in any case: an unavailable date is omitted. */
async function expiryOf(
  talk: Conversation,
  { id }: SeenStructure,
): Promise<{ expiresOn: string | undefined; denied: boolean }> {
  if (id === undefined) return { expiresOn: undefined, denied: false };
  const reply = await talk.ask('structure', { idStructureCPP: id, codeLangue: 'fr' });
  if (reply.kind !== 'fine') return { expiresOn: undefined, denied: reply.kind === 'denied' };
  const { data } = structureAnswer.safeParse(reply.document);
  const date = data?.informationGenerales?.dateExpirationMotPasseCompteTech;
  return { expiresOn: date === undefined ? undefined : expiryDate(date), denied: false };
}

function notAttached(
  structures: readonly SeenStructure[],
  attachmentStatus?: string,
  refusedApis: readonly ApiName[] = [],
): NotAttached {
  return {
    kind: 'not-attached',
    structures,
    attachmentStatus,
    refusedApis,
  };
}

export function notSubscribed(refusedApis: readonly ApiName[]): NotSubscribed {
  return {
    kind: 'not-subscribed',
    causes: ['terms', 'api-selection', 'connection', 'environment'],
    refusedApis,
  };
}

const PARIS_DAY = new Intl.DateTimeFormat('fr-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/**
 * Returns the ISO date of an API date-time. With an offset (`2028-01-22T23:00:00.000Z`), it is the
 * day in Paris; without one, the date as written. Returns undefined for anything else.
 */
export function expiryDate(text: string): string | undefined {
  const [, day, rest = ''] = /^(\d{4}-\d{2}-\d{2})(?:$|[T ](.*)$)/u.exec(text.trim()) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(day))) return undefined;
  const offset = /(?:Z|[+-]\d{2}):?(\d{2})?$/u.exec(rest);
  if (offset === null) return day;
  // `+0100`, as Java writes it, lacks the colon that Date.parse requires.
  const time = Date.parse(`${day}T${rest.replace(/([+-]\d{2})(\d{2})?$/u, colonOffset)}`);
  return Number.isNaN(time) ? day : PARIS_DAY.format(time);
}

function colonOffset(_: string, hours: string, minutes = '00'): string {
  return `${hours}:${minutes}`;
}
