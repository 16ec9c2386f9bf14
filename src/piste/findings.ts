import type { Answered, Unanswered } from './exchange.ts';
import type { ApiName, StepName } from './routes.ts';

/** A request that was made, for display; contains no data that was sent. */
export interface VerificationStep {
  readonly step: StepName;
  /** Such as `POST /structures/v1/rechercher`. */
  readonly request: string;
  /** HTTP status; absent if no answer came. */
  readonly status?: number;
  readonly silence?: Unanswered['cause'];
  /** The system's code for a missing answer, such as `ECONNREFUSED`. */
  readonly silenceCode?: string;
  readonly durationMs: number;
}

/** A structure that the account sees, as the API describes it; values are not validated. */
export interface SeenStructure {
  /** `idStructure` or `idStructureCPP`, which are the same number. */
  readonly id?: number;
  readonly siret?: string;
  readonly name?: string;
  readonly role?: string;
  readonly status?: string;
}

/** The account works for the requested structure. */
export interface CredentialWorks {
  readonly kind: 'works';
  readonly structures: readonly SeenStructure[];
  /**
   * Source of the attachment: the account's own list, a search by SIRET, or none if the application
   * is subscribed to neither API.
   */
  readonly attachment: 'listed' | 'searched' | 'unproven';
  /** ISO date on which the password expires, if the API returns it. */
  readonly expiresOn?: string;
  /** APIs that the application may not use; `utilisateurs` is often forgotten. */
  readonly refusedApis: readonly ApiName[];
}

/** The account works, but for other structures. */
export interface NotAttached {
  readonly kind: 'not-attached';
  readonly structures: readonly SeenStructure[];
  /** Status of an attachment that is not, or no longer, valid, if there is one. */
  readonly attachmentStatus?: string;
  readonly refusedApis: readonly ApiName[];
}

/**
 * PISTE repeatedly refused a token; it also refuses valid applications at random. Its answer is the
 * same for each of the causes.
 */
export interface ApplicationRefused {
  readonly kind: 'application-refused';
  readonly causes: readonly ('client-id' | 'client-secret' | 'environment')[];
  readonly status: number;
  /** Number of token requests, made within `seconds`. */
  readonly attempts: number;
  readonly seconds: number;
}

/** All APIs are refused to the application (403). PISTE does not state the cause. */
export interface NotSubscribed {
  readonly kind: 'not-subscribed';
  readonly causes: readonly ('terms' | 'api-selection' | 'connection' | 'environment')[];
  readonly refusedApis: readonly ApiName[];
}

/** Login and password are not accepted: wrong, reset elsewhere, or expired. */
export interface AccountRefused {
  readonly kind: 'account-refused';
  /** The API named login or password; a refusal that names neither is {@link Unclear}. */
  readonly named: true;
}

/** Repeated refusals that do not mention the account: under load, PISTE refuses valid ones so. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly at: StepName;
  readonly status: number;
}

/** A refusal that is expected for a recently created account. */
export interface TooYoung {
  readonly kind: 'too-young';
  /** ISO time from which a retry makes sense. */
  readonly tryAgainAt: string;
  readonly minutesLeft: number;
}

export interface RateLimited {
  readonly kind: 'rate-limited';
  readonly at: StepName;
  readonly retryAfterSeconds?: number;
}

/** The platform is down or cannot be reached. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly at: StepName;
  /**
   * `no-word`: a refusal (400, 401) without an explanation by PISTE or Chorus Pro; `name`: the
   * server's name cannot be resolved; `proxy`: the proxy, or the server behind it, is unreachable.
   */
  readonly cause:
    | Exclude<Unanswered['cause'], 'certificate'>
    | 'server-error'
    | 'not-json'
    | 'no-word'
    | 'redirected';
  readonly status?: number;
  /** Title of a web page returned instead of JSON; empty if it has none or may not be shown. */
  readonly page?: string;
  readonly retryAfterSeconds?: number;
}

/** The certificate of the server, or of a gateway in between, is not accepted. */
export interface CertificateRefused {
  readonly kind: 'certificate-refused';
  readonly at: StepName;
  /** Node's code, such as `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly code: string;
}

/** A local proxy refuses the connection to the server; nothing was sent to the server. */
export interface ProxyRefused {
  readonly kind: 'proxy-refused';
  readonly at: StepName;
  /** 407 if the proxy requires authentication. */
  readonly status: number;
}

/** An answer that matches none of the other findings. */
export interface Unexpected {
  readonly kind: 'unexpected';
  readonly at: StepName;
  /** `refusal`: an answer with a `codeRetour` and a `libelle` of Chorus Pro. */
  readonly cause: 'refusal' | 'status' | 'unreadable' | 'unknown-path';
  readonly status: Answered['status'];
  /** Its meaning differs between services: quote it, do not interpret it. */
  readonly codeRetour?: number;
  /** Such as `GDP_MSG_11.005`; identifies the refusal. */
  readonly messageCode?: string;
  readonly message?: string;
  readonly meaning?: 'not-entitled';
}

/** A failure that ends a proof without a result. */
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

/** The application has a token and at least one API. */
export interface ApplicationWorks {
  readonly kind: 'application-works';
  readonly refusedApis: readonly ApiName[];
}

/** Finding about a technical account. */
export type AccountFinding = CredentialWorks | NotAttached | TooYoung | Failure;

/** Finding about the application. */
export type ApplicationFinding = ApplicationWorks | Exclude<Failure, AccountRefused>;

interface WithSteps {
  readonly steps: readonly VerificationStep[];
}

/** Result of verifying a credential. */
export type CredentialVerification = AccountFinding & WithSteps;

/** Result of probing the application alone. */
export type ApplicationVerification = ApplicationFinding & WithSteps;
