import type { TaughtReads, UnknownRequest } from '../browser/write-guard.ts';
import { identityOf, keyOfRequest, type RequestIdentity } from '../teaching/request-identity.ts';
import {
  isTaughtRequest,
  objectionToRequest,
  type RequestObjection,
  type TaughtRequest,
} from '../teaching/taught-request.ts';

/** A request that a reading mode stopped, as a person sees it: no value that it carries. */
export interface StoppedForTeaching extends RequestIdentity {
  readonly host: string;
  /** The path of the page that sent it. */
  readonly page: string;
  /** The words of the control that was used before; empty if the page sent it by itself. */
  readonly after: string;
}

/** The person at the terminal, who says which requests only read. */
export interface RequestTeacher {
  /** Shows a request and asks whether it only reads. */
  confirmReads(request: StoppedForTeaching): Promise<boolean>;
  /** Says that a request is stopped whatever the person says. */
  notTeachable(address: string, why: RequestObjection): void;
  requestRemembered(request: RequestIdentity): void;
}

interface Lessons {
  readonly taught: () => readonly TaughtRequest[];
  readonly remember: (request: RequestIdentity & { readonly host: string }) => Promise<void>;
  /** Returns true for the hosts of the portal. */
  readonly isAllowed: (host: string) => boolean;
  /** Absent: no person is asked. */
  readonly teacher?: RequestTeacher | undefined;
}

/** The requests that reading modes stop, and what a person taught about them. */
export class RequestLessons implements TaughtReads {
  readonly #parts: Lessons;
  /** Requests to ask about, by host and identity. */
  readonly #pending = new Map<string, StoppedForTeaching>();
  /** Keys of the requests that the person was asked or told about. */
  readonly #settled = new Set<string>();

  constructor(parts: Lessons) {
    this.#parts = parts;
  }

  /** True if something was taught, or a person can be asked. */
  get isInUse(): boolean {
    return this.#parts.teacher !== undefined || this.#parts.taught().length > 0;
  }

  /** True if a request was stopped about which the person has not been asked yet. */
  get isPending(): boolean {
    return this.#pending.size > 0;
  }

  isTaught(request: UnknownRequest): boolean {
    return isTaughtRequest(this.#parts.taught(), request, this.#parts.isAllowed);
  }

  noteStopped(request: UnknownRequest): void {
    const { teacher, isAllowed } = this.#parts;
    if (teacher === undefined) return;
    const { hostname: host, pathname } = new URL(request.url);
    const objection = objectionToRequest(request, isAllowed);
    const identity = identityOf(request);
    if (objection !== undefined || identity === undefined) {
      const why = objection ?? 'unreadable';
      const address = `${request.method} ${host}${identity?.path ?? pathname}`;
      // Other hosts than the portal's are none of raccord's business.
      if (why !== 'another-host' && this.#isNew(`${why} ${address}`)) {
        teacher.notTeachable(address, why);
      }
      return;
    }
    const key = `${host} ${keyOfRequest(identity)}`;
    if (!this.#isNew(key)) return;
    const { sender, after } = request;
    const page = URL.canParse(sender) ? new URL(sender).pathname : '';
    this.#pending.set(key, { ...identity, host, page, after });
  }

  /**
   * Asks the person about each request that was stopped since it was last called.
   * @returns false if there was none: to read again would change nothing.
   */
  async ask(): Promise<boolean> {
    const { teacher, remember } = this.#parts;
    if (teacher === undefined || !this.isPending) return false;
    const stopped = [...this.#pending.values()];
    this.#pending.clear();
    for (const request of stopped) {
      if (!(await teacher.confirmReads(request))) continue;
      const { host, method, path, names, operations } = request;
      await remember({ host, method, path, names, operations });
      teacher.requestRemembered(request);
    }
    return true;
  }

  #isNew(key: string): boolean {
    const isNew = !this.#settled.has(key);
    this.#settled.add(key);
    return isNew;
  }
}
