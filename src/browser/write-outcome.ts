/** State of what a click sent: the HTTP status of its answer, once there is one. */
export type Write = 'none' | 'under-way' | number;

/** A request that a click sent and that may have written. */
export interface SentWrite {
  readonly host: string;
  /** True for a form that the browser sends by itself: a document answers it. */
  readonly isForm: boolean;
  /** True if it was sent after the page clicked in was answered by another. */
  readonly isLater?: boolean;
  /** HTTP status, or how the page sees that it has none; undefined while it is awaited. */
  readonly answer?: number | `net::ERR_${string}`;
}

/** State of all requests that a click sent and that may have written. */
export interface WriteOutcome {
  readonly write: Write;
  /** How they broke off, if the portal took none of them. */
  readonly broken?: string;
  /** How others broke off beside one that the portal took: either may have been the form. */
  readonly brokenBeside?: string;
  /** HTTP status with which others were refused beside it: either may have been the form. */
  readonly refusedBeside?: number;
  /** True if what the portal took is a form that a document answers. */
  readonly isForm?: boolean;
}

/** After these redirects the browser sends the same request again, elsewhere. */
const SENT_AGAIN: ReadonlySet<number> = new Set([307, 308]);

/**
 * Returns what came of a click. A page may send more than its form: what it tells of itself to its
 * own host is like a form that a script sends, so no single one decides. A form that the browser
 * sends is certain, and decides alone. Requests to somebody else (counters, chatbots) count only if
 * there are no others and one was taken.
 * @param ownHosts hosts of the page that was clicked in.
 * @param isPatient true if all are waited for, though the portal took one.
 */
export function outcomeOf(
  writes: readonly SentWrite[],
  ownHosts: readonly string[],
  isPatient: boolean,
): WriteOutcome {
  const sites = ownHosts.map(siteOf);
  const own = decisive(writes.filter(({ host }) => sites.includes(siteOf(host))));
  const taken = (own.length > 0 ? own : writes).filter(isTaken);
  const write = taken.find(({ isForm }) => isForm) ?? taken[0];
  if (own.length > 0 ? own.some(isOpen) : writes.length > 0 && writes.every(isOpen)) {
    if (isPatient || write === undefined) return { write: 'under-way' };
  }
  const broken = own.map(breakOf).find((one) => one !== undefined);
  const refused = own.map(refusalOf).find((one) => one !== undefined);
  if (write !== undefined) {
    return {
      write: statusOf(write),
      isForm: write.isForm,
      ...(broken !== undefined && { brokenBeside: broken }),
      ...(refused !== undefined && { refusedBeside: refused }),
    };
  }
  return broken === undefined ? { write: refused ?? 'none' } : { write: 'none', broken };
}

/**
 * Returns the requests that tell what came of the form: those of the click, not what the page that
 * answers sends by itself. A form may lead on to another one.
 */
function decisive(own: readonly SentWrite[]): readonly SentWrite[] {
  const first = own.filter(({ isLater = false }) => !isLater);
  if (first.some(({ isForm }) => isForm)) return own.filter(({ isForm }) => isForm);
  return first.length > 0 ? first : own;
}

function isTaken({ answer }: SentWrite): boolean {
  return typeof answer === 'number' && answer < 400 && !SENT_AGAIN.has(answer);
}

/** Returns true until there is an answer; a redirect counts as one once something was sent after it. */
function isOpen({ answer }: SentWrite, index: number, all: readonly SentWrite[]): boolean {
  if (answer === undefined) return true;
  return typeof answer === 'number' && SENT_AGAIN.has(answer) && index === all.length - 1;
}

/** 401 and 403: the session had ended. */
function breakOf({ answer }: SentWrite): string | undefined {
  if (typeof answer !== 'number') return answer;
  return answer >= 500 || answer === 401 || answer === 403 ? `HTTP ${answer}` : undefined;
}

function refusalOf(write: SentWrite): number | undefined {
  const { answer } = write;
  const isRefused = typeof answer === 'number' && answer >= 400 && breakOf(write) === undefined;
  return isRefused ? answer : undefined;
}

function statusOf({ answer }: SentWrite): number | 'none' {
  return typeof answer === 'number' ? answer : 'none';
}

/** Returns the end of a host's name that the parts of one portal share; under gouv.fr, many do. */
function siteOf(host: string): string {
  if (/^[\d.:[\]]+$/u.test(host)) return host;
  const labels = host.endsWith('.gouv.fr') ? 3 : 2;
  return host.split('.').slice(-labels).join('.');
}
