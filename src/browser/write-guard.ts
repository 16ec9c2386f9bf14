import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Frame, Request, Route } from 'playwright';
import { readsByMethod } from './outgoing-request.ts';

/** A request that a reading mode let nobody send. */
export interface StoppedRequest {
  readonly method: string;
  /** Host and path; a query may hold a session's codes. */
  readonly address: string;
}

/** A request of a page, as plain data. */
export interface PageRequest {
  readonly url: string;
  /** The address of the document that sends it. */
  readonly sender: string;
  /** What sends it: `xhr` and `fetch` are scripts of the page, `document` is a form. */
  readonly kind: string;
  readonly contentType: string;
  readonly body: string;
}

/** What a document asks for, as plain data without a value that was typed. */
export interface RequestFacts {
  /** How many fields take a password. */
  readonly passwords: number;
  /** Which of the marks are on show. */
  readonly marks: readonly string[];
  /** Names and ids of the fields in which something is typed. */
  readonly typed: readonly string[];
}

type Marks = Readonly<Record<string, string>>;

/** What tells a request that changes nothing, though its method could, and is not known by name. */
export interface ReadingEvidence {
  /** True where what is sent, and where to, can only be a question. */
  readonly asks: (request: PageRequest) => boolean;
  /** True for what carries one who has signed in from one host to another. */
  readonly carriesSignIn: (request: PageRequest) => boolean;
  /** Runs inside a document, so it can use nothing but the marks: what is asked there. */
  readonly whatIsAsked: (marks: Marks) => RequestFacts;
  readonly marks: Marks;
  /** While raccord signs in: true where who is there was asked, and this is the answer. */
  readonly answersSignIn: (request: PageRequest, asked: RequestFacts) => boolean;
  /** What the words of a control hold that writes when it is pressed. */
  readonly writingControl: RegExp;
}

/** Hosts, and addresses there, to which a credential may be sent. */
interface SignInAddresses {
  check(address: string): void;
}

/** Where a document keeps whether a control that writes was pressed in it. */
const PRESSED = '__raccordPressed';

/** By what a document says what it asks when something is pressed or sent in it. */
const ASKED = '__raccordAsked';

/** So long, in milliseconds, a document may take to say what is asked for; then it says nothing. */
const ASKING_MS = 3_000;
const LOOK_MS = 20;

/**
 * Stands between the browser and the network in reading modes (`plan`, `--dry-run`): what would
 * change something is stopped there, whatever the page or raccord does. Requests that read by
 * another method than GET are let through by name; by evidence only from a document that was watched
 * from its beginning, and in which nothing was pressed that writes.
 */
export class WriteGuard {
  readonly #context: BrowserContext;
  readonly #isKnownRead: (request: Request) => boolean;
  readonly #evidence: ReadingEvidence | undefined;
  readonly #stopped: StoppedRequest[] = [];
  /** What a document asked when something was last pressed or sent in it. */
  readonly #asked = new WeakMap<Frame, RequestFacts>();
  #signingInAt: SignInAddresses | undefined;

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
   * @param isKnownRead tells the named reading requests (`flows/pages/reading-requests.ts`).
   * @param evidence what else is let through (`flows/pages/reading-evidence.ts`); absent: nothing.
   */
  static async install(
    context: BrowserContext,
    isKnownRead: (request: Request) => boolean,
    evidence?: ReadingEvidence,
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
    }
    await context.route('**/*', (route, request) => guard.#decide(route, request));
    return guard;
  }

  get stopped(): readonly StoppedRequest[] {
    return this.#stopped;
  }

  /**
   * Lets pass, while the work lasts, what answers a form that asks who is there. What is pressed
   * meanwhile is pressed to sign in.
   * @param allowedHosts the only addresses that may be answered.
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
      readsByMethod(request.method()) || this.#isKnownRead(request) || (await this.#reads(request));
    if (passes) return route.continue();
    const { host, pathname } = new URL(request.url());
    this.#stopped.push({ method: request.method(), address: `${host}${pathname}` });
    await route.abort('blockedbyclient');
  }

  async #reads(request: Request): Promise<boolean> {
    const evidence = this.#evidence;
    if (evidence === undefined || request.method() !== 'POST') return false;
    const sender = senderOf(request);
    if (sender === undefined) return false;
    const sent: PageRequest = {
      url: request.url(),
      sender: sender.url(),
      kind: request.resourceType(),
      contentType: request.headers()['content-type'] ?? '',
      body: request.postData() ?? '',
    };
    if (evidence.carriesSignIn(sent)) return true;
    const allowedHosts = this.#signingInAt;
    // What is pressed while one signs in is pressed to sign in.
    if (evidence.asks(sent)) return allowedHosts !== undefined || !(await this.#hasPressed(sender));
    if (allowedHosts === undefined || !isAllowed(allowedHosts, sent)) return false;
    return this.#answersSignIn(sender, sent, evidence);
  }

  /** A document that is being left cannot be asked any more: it has told it when it was sent off. */
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
    // What it told may come after the request that it was told before.
    const end = performance.now() + ASKING_MS;
    while (!isAnswer() && performance.now() < end) await pause(LOOK_MS);
    const passes = isAnswer();
    this.#asked.delete(sender);
    return passes;
  }

  /**
   * True where a control that writes was pressed in some document of its tab, or where the sender
   * does not say.
   */
  async #hasPressed(sender: Frame): Promise<boolean> {
    const others = sender
      .page()
      .frames()
      .filter((frame) => frame !== sender);
    const [own, ...rest] = await Promise.all([sender, ...others].map(pressedIn));
    return own !== false || rest.includes(true);
  }

  async #forgetPresses(): Promise<void> {
    const frames = this.#context.pages().flatMap((page) => page.frames());
    await Promise.all(frames.map(forgetPressesIn));
  }
}

/** What the document says, or what counts where it is gone or takes too long. */
async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const given = answer.catch(() => otherwise);
  return Promise.race([given, pause(ASKING_MS, otherwise, { ref: false })]);
}

/** @returns undefined where it is not known. */
function pressedIn(frame: Frame): Promise<unknown> {
  return within<unknown>(
    frame.evaluate((key) => (globalThis as unknown as Record<string, unknown>)[key], PRESSED),
    undefined,
  );
}

function forgetPressesIn(frame: Frame): Promise<void> {
  const forget = (key: string): void => {
    const page = globalThis as unknown as Record<string, unknown>;
    if (page[key] === true) page[key] = false;
  };
  return within(frame.evaluate(forget, PRESSED), undefined);
}

/** @returns undefined for what no document sends that can be asked: a worker, a tab that only opens. */
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

/** Runs inside each document before its own scripts, so it can use nothing from outside. */
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

/** Runs inside each document: tells what it asks as soon as something is pressed or sent in it. */
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
