import type { Siret } from '../../domain/siret.ts';
import type { OpenedCredential } from '../vault/vault.ts';

/** What a sink is handed. */
export interface DeliveryPayload {
  readonly credential: OpenedCredential;
  readonly credentialId: string;
  /** ISO date, where the portal gave one. */
  readonly expiresOn?: string;
}

/** A place that receives each new or renewed credential. */
export interface Sink {
  /** How the ledger knows it: its kind, and what makes it another one. */
  readonly name: string;
  /**
   * Hands one over; the same one may be handed over again, where it was not written down that it had
   * been.
   * @throws SinkError.
   */
  deliver(handed: DeliveryPayload, signal: AbortSignal): Promise<void>;
  /**
   * Finds out whether it would take a credential, as far as that can be without handing one over, and
   * leaves nothing behind.
   * @returns what was done, in facts that are the same in all languages.
   * @throws SinkError.
   */
  probe(): Promise<SinkProbe>;
}

export interface SinkProbe {
  readonly did: string;
  /** False where nothing of it could be tried. */
  readonly isTried: boolean;
}

/** Why a credential was not handed over: a sentence for people, without secrets. */
export class SinkError extends Error {
  /** True where the sink itself is at fault, so that other credentials would meet the same. */
  readonly isDown: boolean;

  constructor(
    message: string,
    { isDown = false, cause }: { isDown?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'SinkError';
    this.isDown = isDown;
  }
}

/** What `credentials show --json` prints, and which credential it is. An alias: it becomes JSON. */
export type ClearDocument = {
  readonly siret: Siret;
  readonly login: string;
  readonly password: string;
  readonly capturedAt: string;
  readonly expiresOn?: string;
  readonly credentialId: string;
};

/** The credential in clear, for the one who is to have it. */
export function clearDocument({
  credential,
  credentialId,
  expiresOn,
}: DeliveryPayload): ClearDocument {
  const { siret, login, password, capturedAt } = credential;
  return {
    siret,
    login,
    password: password.reveal(),
    capturedAt,
    ...(expiresOn !== undefined && { expiresOn }),
    credentialId,
  };
}
