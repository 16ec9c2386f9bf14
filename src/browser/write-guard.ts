import type { BrowserContext, Frame, Page, Request, Route } from 'playwright';
import { propertyOf, waitForReport, within } from './document-answer.ts';
import { egressOf } from './egress.ts';
import { readsByMethod, repetitionKey } from './outgoing-request.ts';
import { PageActions } from './page-actions.ts';

/** A request that was stopped in a read-only mode. */
export interface StoppedRequest {
  readonly method: string;
  /** Host and path; a query may contain session codes. */
  readonly address: string;
}

/** A request of a page, as plain data. */
export interface PageRequest {
  readonly url: string;
  /** The address of the document that sends the request. */
  readonly sender: string;
  /** Initiator: `xhr` and `fetch` are scripts of the page, `document` is a form. */
  readonly kind: string;
  readonly contentType: string;
  readonly body: string;
}

/** A request that no rule lets through, and the moment at which its page sent it. */
export interface UnknownRequest extends PageRequest {
  readonly method: string;
  /** True once a control that writes was pressed in the tab, or if that is unknown. */
  readonly mayBeSubmit: boolean;
  /** The words of the control that was used last in its document; empty if none was. */
  readonly after: string;
}

/** Requests that a person taught as ones that only read. */
export interface TaughtReads {
  isTaught(request: UnknownRequest): boolean;
  /** Notes a request that was stopped, so that the person can be asked about it. */
  noteStopped(request: UnknownRequest): void;
}

/** Properties of a document's form, as plain data without typed values. */
export interface RequestFacts {
  /** Number of password fields. */
  readonly passwords: number;
  /** Marks that are visible. */
  readonly marks: readonly string[];
  /** Names and ids of the fields with typed text. */
  readonly typed: readonly string[];
}

type Marks = Readonly<Record<string, string>>;

/** Criteria for unlisted requests that change nothing although their method could. */
export interface ReadingEvidence {
  /** Returns true if the content and address of the request can only be a query. */
  readonly asks: (request: PageRequest) => boolean;
  /** Returns true if the request carries a signed-in session from one host to another. */
  readonly carriesSignIn: (request: PageRequest) => boolean;
  /** Describes a document's form. Runs inside the document, so it can use only the marks. */
  readonly whatIsAsked: (marks: Marks) => RequestFacts;
  readonly marks: Marks;
  /** During sign-in: returns true if the document asks for an identity and this is the answer. */
  readonly answersSignIn: (request: PageRequest, asked: RequestFacts) => boolean;
  /** Matches the label of a control that writes when pressed. */
  readonly writingControl: RegExp;
}

/** Hosts, and addresses on them, to which a credential may be sent. */
interface SignInAddresses {
  check(address: string): void;
}

/** The property in which a document records that a control that writes was pressed. */
const PRESSED = '__raccordPressed';

/** The binding through which a document reports its form when something is pressed or sent. */
const ASKED = '__raccordAsked';

/**
 * Guards the network in read-only modes (`plan`, `--dry-run`): stops every request that would
 * change something, whether the page or raccord sends it. Reading requests with a method other than
 * GET pass by name; by evidence only from a document that was watched from its beginning and in
 * which no control that writes was pressed.
 */
export class WriteGuard {
  readonly #context: BrowserContext;
  readonly #isKnownRead: (request: Request) => boolean;
  readonly #evidence: ReadingEvidence | undefined;
  #taught: { readonly reads: TaughtReads; readonly actions: PageActions } | undefined;
  readonly #stopped: StoppedRequest[] = [];
  /** A document's report of its form at the last press or submission. */
  readonly #asked = new WeakMap<Frame, RequestFacts>();
  /** Keys of the requests that were let through. */
  readonly #passed = new Set<string>();
  #signingInAt: SignInAddresses | undefined;
  readonly #handle = (route: Route, request: Request): Promise<void> =>
    this.#decide(route, request);

  private constructor(
    context: BrowserContext,
    isKnownRead: (request: Request) => boolean,
    evidence: ReadingEvidence | undefined,
  ) {
    this.#context = context;
    this.#isKnownRead = isKnownRead;
    this.#evidence = evidence;
  }

  /**
   * @param isKnownRead identifies the named reading requests (`flows/pages/reading-requests.ts`).
   * @param evidence further accepted requests (`flows/pages/reading-evidence.ts`); absent: none.
   * @param taught requests that a person taught as reading; used only together with evidence.
   */
  static async install(
    context: BrowserContext,
    isKnownRead: (request: Request) => boolean,
    evidence?: ReadingEvidence,
    taught?: TaughtReads,
  ): Promise<WriteGuard> {
    const guard = new WriteGuard(context, isKnownRead, evidence);
    if (evidence !== undefined) {
      const { source, flags } = evidence.writingControl;
      await context.addInitScript(notePresses, { key: PRESSED, source, flags });
      await context.exposeBinding(ASKED, ({ frame }, asked: RequestFacts) => {
        guard.#asked.set(frame, asked);
      });
      const tell = [ASKED, evidence.marks].map((one) => JSON.stringify(one)).join(', ');
      const content = `(${tellWhatIsAsked.toString()})(${evidence.whatIsAsked.toString()}, ${tell})`;
      await context.addInitScript({ content });
      if (taught !== undefined) {
        guard.#taught = { reads: taught, actions: await PageActions.watch(context, PRESSED) };
      }
    }
    await context.route('**/*', guard.#handle);
    return guard;
  }

  /** Lets everything through again. A context that is gone sends nothing. */
  async lift(): Promise<void> {
    if (this.#context.pages().length > 0) await this.#context.unroute('**/*', this.#handle);
  }

  /**
   * Stops at the browser's egress what no page is asked about: writes of shared workers, and of
   * documents that are being left or closed.
   */
  async guardEgress(page: Page): Promise<void> {
    const browser = this.#context.browser();
    if (browser === null) throw new Error('a context without a browser has no egress');
    await egressOf(browser).guardReading(page, (request) => {
      if (this.#passed.has(repetitionKey(request))) return Promise.resolve('pass');
      this.#noteStopped(request.method, request.url);
      return Promise.resolve('stop');
    });
  }

  get stopped(): readonly StoppedRequest[] {
    return this.#stopped;
  }

  /**
   * Allows, while the work lasts, the answers to sign-in forms. Presses during this time count as
   * part of the sign-in.
   * @param allowedHosts the only addresses to which answers may be sent.
   */
  async whileSigningIn<T>(allowedHosts: SignInAddresses, work: () => Promise<T>): Promise<T> {
    this.#signingInAt = allowedHosts;
    try {
      return await work();
    } finally {
      this.#signingInAt = undefined;
      await this.#forgetPresses();
    }
  }

  async #decide(route: Route, request: Request): Promise<void> {
    const passes =
      readsByMethod(request.method()) ||
      this.#isKnownRead(request) ||
      (await this.#reads(request)) ||
      (await this.#isTaught(request));
    if (!passes) {
      this.#noteStopped(request.method(), request.url());
      return route.abort('blockedbyclient');
    }
    if (!readsByMethod(request.method())) this.#passed.add(keyOf(request));
    await route.continue();
  }

  #noteStopped(method: string, url: string): void {
    const { host, pathname } = new URL(url);
    this.#stopped.push({ method, address: `${host}${pathname}` });
  }

  async #reads(request: Request): Promise<boolean> {
    const evidence = this.#evidence;
    if (evidence === undefined || request.method() !== 'POST') return false;
    const sender = senderOf(request);
    if (sender === undefined) return false;
    const sent = contentOf(request, sender);
    if (evidence.carriesSignIn(sent)) return true;
    const allowedHosts = this.#signingInAt;
    // Presses during sign-in count as part of the sign-in.
    if (evidence.asks(sent)) return allowedHosts !== undefined || !(await this.#hasPressed(sender));
    if (allowedHosts === undefined || !isAllowed(allowedHosts, sent)) return false;
    return this.#answersSignIn(sender, sent, evidence);
  }

  /** Returns true for a request that a person taught; any other is noted, to be asked about. */
  async #isTaught(request: Request): Promise<boolean> {
    if (this.#taught === undefined) return false;
    const { reads, actions } = this.#taught;
    const sender = senderOf(request);
    const sent = { ...contentOf(request, sender), method: request.method() };
    const moment = sender && (await this.#momentOf(sent, sender, actions));
    const unknown = { ...sent, ...(moment ?? { mayBeSubmit: true, after: '' }) };
    const isTaught = reads.isTaught(unknown);
    if (!isTaught) reads.noteStopped(unknown);
    return isTaught;
  }

  async #momentOf(
    { kind }: PageRequest,
    sender: Frame,
    actions: PageActions,
  ): Promise<Pick<UnknownRequest, 'mayBeSubmit' | 'after'> | undefined> {
    if (kind !== 'document') {
      const mayBeSubmit = await this.#hasPressed(sender);
      return { mayBeSubmit, after: await actions.lastIn(sender) };
    }
    const submitted = await actions.submittedIn(sender);
    const isPressedBeside = (await this.#pressedBeside(sender)).includes(true);
    return (
      submitted && {
        mayBeSubmit: submitted.hasWritten || isPressedBeside,
        after: submitted.words,
      }
    );
  }

  /** A document that is being left no longer responds: it reported its form on submission. */
  async #answersSignIn(
    sender: Frame,
    sent: PageRequest,
    { whatIsAsked, marks, answersSignIn }: ReadingEvidence,
  ): Promise<boolean> {
    if (sent.kind !== 'document') {
      const asked = await within<RequestFacts | undefined>(
        sender.evaluate(whatIsAsked, marks),
        undefined,
      );
      return asked !== undefined && answersSignIn(sent, asked);
    }
    const isAnswer = (): boolean => {
      const asked = this.#asked.get(sender);
      return asked !== undefined && answersSignIn(sent, asked);
    };
    await waitForReport(isAnswer);
    const passes = isAnswer();
    this.#asked.delete(sender);
    return passes;
  }

  /**
   * Returns true if a control that writes was pressed in a document of the sender's tab, or if the
   * sender does not respond.
   */
  async #hasPressed(sender: Frame): Promise<boolean> {
    const [own, others] = await Promise.all([pressedIn(sender), this.#pressedBeside(sender)]);
    return own !== false || others.includes(true);
  }

  /** @returns the records of the other documents in the sender's tab. */
  #pressedBeside(sender: Frame): Promise<unknown[]> {
    const frames = sender.page().frames();
    return Promise.all(frames.filter((frame) => frame !== sender).map(pressedIn));
  }

  async #forgetPresses(): Promise<void> {
    const frames = this.#context.pages().flatMap((page) => page.frames());
    await Promise.all(frames.map(forgetPressesIn));
  }
}

function keyOf(request: Request): string {
  const body = request.postDataBuffer() ?? undefined;
  const url = request.url().replace(/#.*$/u, '');
  return repetitionKey({ method: request.method(), url, headers: request.headers(), body });
}

function contentOf(request: Request, sender: Frame | undefined): PageRequest {
  return {
    url: request.url(),
    sender: sender?.url() ?? '',
    kind: request.resourceType(),
    contentType: request.headers()['content-type'] ?? '',
    body: request.postData() ?? '',
  };
}

/** @returns the document's record of presses; undefined if it is unknown. */
function pressedIn(frame: Frame): Promise<unknown> {
  return propertyOf(frame, PRESSED);
}

function forgetPressesIn(frame: Frame): Promise<void> {
  const forget = (key: string): void => {
    const page = globalThis as unknown as Record<string, unknown>;
    if (page[key] === true) page[key] = false;
  };
  return within(frame.evaluate(forget, PRESSED), undefined);
}

/** @returns undefined if no responding document sent it: a worker, or a tab that is opening. */
function senderOf(request: Request): Frame | undefined {
  if (request.serviceWorker() !== null) return undefined;
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

function isAllowed(allowedHosts: SignInAddresses, { url, sender }: PageRequest): boolean {
  try {
    for (const address of [url, sender]) allowedHosts.check(address);
    return true;
  } catch {
    return false;
  }
}

/** Runs inside each document before its own scripts, so it can use no outer variable. */
function notePresses({ key, source, flags }: { key: string; source: string; flags: string }): void {
  const MAX_WORDS = 80;
  const PRESSING = ['pointerdown', 'mousedown', 'keydown', 'click', 'submit'];
  const writes = new RegExp(source, flags);
  const page = globalThis as unknown as Record<string, unknown>;
  page[key] = false;
  const wordsOf = (element: Element): string[] => [
    element instanceof HTMLInputElement ? element.value : element.textContent,
    ...['aria-label', 'title', 'alt', 'name', 'id'].map((name) => element.getAttribute(name) ?? ''),
  ];
  const isWriting = (target: EventTarget | null): boolean =>
    target instanceof Element &&
    wordsOf(target).some((words) => words.trim().length <= MAX_WORDS && writes.test(words));
  const note = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
    const submitter = event instanceof SubmitEvent ? event.submitter : null;
    if ([...event.composedPath(), submitter].some(isWriting)) page[key] = true;
  };
  for (const type of PRESSING) addEventListener(type, note, { capture: true });
}

/** Runs inside each document: reports its form as soon as something is pressed or sent in it. */
function tellWhatIsAsked(
  whatIsAsked: (marks: Marks) => RequestFacts,
  binding: string,
  marks: Marks,
): void {
  const tell = (): void => {
    const page = globalThis as unknown as Record<
      string,
      ((asked: RequestFacts) => unknown) | undefined
    >;
    page[binding]?.(whatIsAsked(marks));
  };
  for (const type of ['click', 'submit']) addEventListener(type, tell, { capture: true });
}
