import type { Answered, Unanswered } from './exchange.ts';
import type { ApiName, StepName } from './routes.ts';

// All of these are printed as JSON: an alias, unlike an interface, is a `JsonObject` to the compiler.

/** One request that was made, for a person to follow; it holds nothing that was sent. */
export type VerificationStep = {
  readonly step: StepName;
  /** `POST /structures/v1/rechercher` */
  readonly request: string;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  readonly silence?: Unanswered['cause'];
  /** The system's own code for the silence, such as `ECONNREFUSED`. */
  readonly silenceCode?: string;
  readonly durationMs: number;
};

/** A structure that the account sees. All is as the API words it; its values are unverified. */
export type SeenStructure = {
  /** `idStructure`, or `idStructureCPP`, which is the same number. */
  readonly id?: number;
  readonly siret?: string;
  readonly name?: string;
  readonly role?: string;
  readonly status?: string;
};

/** The account works for the structure that was asked for. */
export type CredentialWorks = {
  readonly kind: 'works';
  readonly structures: readonly SeenStructure[];
  /**
   * How the attachment is known: from the account's own list, from a search by SIRET, or not at all,
   * where neither API is subscribed.
   */
  readonly attachment: 'listed' | 'searched' | 'unproven';
  /** ISO date on which the password expires, where the API tells. */
  readonly expiresOn?: string;
  /** APIs that the application is refused; `utilisateurs` is the one that is often forgotten. */
  readonly refusedApis: readonly ApiName[];
};

/** The account works, for other structures. */
export type NotAttached = {
  readonly kind: 'not-attached';
  readonly structures: readonly SeenStructure[];
  /** Of the attachment, where there is one that is not, or no longer, good. */
  readonly attachmentStatus?: string;
  readonly refusedApis: readonly ApiName[];
};

/**
 * PISTE gives no token, and said so again and again: it refuses good applications at random, too. Its
 * answer is the same for each of the causes.
 */
export type ApplicationRefused = {
  readonly kind: 'application-refused';
  readonly causes: readonly ('client-id' | 'client-secret' | 'environment')[];
  readonly status: number;
  /** How often the token was asked for, and in how many seconds. */
  readonly attempts: number;
  readonly seconds: number;
};

/** The application is refused everywhere (403). PISTE does not say which it is. */
export type NotSubscribed = {
  readonly kind: 'not-subscribed';
  readonly causes: readonly ('terms' | 'api-selection' | 'connection' | 'environment')[];
  readonly refusedApis: readonly ApiName[];
};

/** Login and password are not accepted: wrong, reset elsewhere, or expired. */
export type AccountRefused = {
  readonly kind: 'account-refused';
  /** The API named login or password; what it does not name is {@link Unclear}. */
  readonly named: true;
};

/** Refused again and again without a word on the account: PISTE does so to good ones under rate. */
export type Unclear = {
  readonly kind: 'unclear';
  readonly at: StepName;
  readonly status: number;
};

/** Refused, as an account is that was created a moment ago. */
export type TooYoung = {
  readonly kind: 'too-young';
  /** ISO time from which it is worth trying again. */
  readonly tryAgainAt: string;
  readonly minutesLeft: number;
};

export type RateLimited = {
  readonly kind: 'rate-limited';
  readonly at: StepName;
  readonly retryAfterSeconds?: number;
};

/** The platform, or the way to it, is down. */
export type Unavailable = {
  readonly kind: 'unavailable';
  readonly at: StepName;
  /**
   * `no-word` is a refusal (400, 401) that neither PISTE nor Chorus Pro explains; `name`: the
   * server's name does not resolve; `proxy`: the proxy is not reached, or does not reach the server.
   */
  readonly cause:
    | Exclude<Unanswered['cause'], 'certificate'>
    | 'server-error'
    | 'not-json'
    | 'no-word'
    | 'redirected';
  readonly status?: number;
  /** The title of a web page that came in the API's place, empty where it has none or may not be shown. */
  readonly page?: string;
  readonly retryAfterSeconds?: number;
};

/** The certificate of the server, or of what stands in between, is not accepted. */
export type CertificateRefused = {
  readonly kind: 'certificate-refused';
  readonly at: StepName;
  /** Node's own code, such as `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly code: string;
};

/** A proxy of the own network opens no way to the server; nothing was sent to it. */
export type ProxyRefused = {
  readonly kind: 'proxy-refused';
  readonly at: StepName;
  /** 407 where it wants to know who asks. */
  readonly status: number;
};

/** An answer that none of the others explains. */
export type Unexpected = {
  readonly kind: 'unexpected';
  readonly at: StepName;
  /** `refusal` is told by a `codeRetour` and a `libelle` of Chorus Pro's. */
  readonly cause: 'refusal' | 'status' | 'unreadable' | 'unknown-path';
  readonly status: Answered['status'];
  /** Numbers mean one thing in one service and another in the next: to be quoted, not understood. */
  readonly codeRetour?: number;
  /** `GDP_MSG_11.005`: what tells a refusal from another. */
  readonly messageCode?: string;
  readonly message?: string;
  readonly meaning?: 'not-entitled';
};

/** What ends a proof before it is one. */
export type Failure =
  | ApplicationRefused
  | NotSubscribed
  | AccountRefused
  | Unclear
  | RateLimited
  | Unavailable
  | CertificateRefused
  | ProxyRefused
  | Unexpected;

/** The application has a token, and at least one API. */
export type ApplicationWorks = {
  readonly kind: 'application-works';
  readonly refusedApis: readonly ApiName[];
};

/** What a technical account was found to be. */
export type AccountFinding = CredentialWorks | NotAttached | TooYoung | Failure;

/** What the application was found to be. */
export type ApplicationFinding = ApplicationWorks | Exclude<Failure, AccountRefused>;

type WithSteps = { readonly steps: readonly VerificationStep[] };

/** What proving a credential came to. */
export type CredentialVerification = AccountFinding & WithSteps;

/** What probing the application alone came to. */
export type ApplicationVerification = ApplicationFinding & WithSteps;
