import type { Siret } from '../../domain/siret.ts';
import type { OpenedCredential } from '../vault/vault.ts';
import type { Redactor } from '../../secrets/redactor.ts';

/** The data delivered to a sink. */
export interface DeliveryPayload {
  readonly credential: OpenedCredential;
  readonly credentialId: string;
  /** ISO date, if the portal gave one. */
  readonly expiresOn?: string;
}

/** A place that receives each new or renewed credential. */
export interface Sink {
  /** The name in the ledger: its kind, and the settings that identify it. */
  readonly name: string;
  /**
   * Delivers a credential; the same one may be delivered again if the earlier delivery was not
   * recorded.
   * @throws SinkError.
   */
  deliver(handed: DeliveryPayload, signal: AbortSignal): Promise<void>;
  /**
   * Checks whether the sink would accept a credential, as far as that is possible without
   * delivering one, and leaves nothing behind.
   * @returns the checks made, as facts that are the same in all languages.
   * @throws SinkError.
   */
  probe(): Promise<SinkProbe>;
}

export interface SinkProbe {
  readonly did: string;
  /** False if nothing could be tested. */
  readonly isTried: boolean;
}

/** The reason why a credential was not delivered: a sentence for people, without secrets. */
export class SinkError extends Error {
  /** True if the sink itself is at fault, so that other credentials would fail as well. */
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

/** The output of `credentials show --json`, with the credential's id. */
export interface ClearDocument {
  readonly siret: Siret;
  readonly login: string;
  readonly password: string;
  readonly capturedAt: string;
  readonly expiresOn?: string;
  readonly credentialId: string;
}

/** Returns the credential in clear, for its recipient. */
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

const MAX_LINES = 3;
const MAX_CHARACTERS = 300;

/**
 * Returns the last lines of another program's output, on one line: without known secrets and
 * terminal control characters. Secrets are removed first, while the text is still whole.
 */
export function outputTail(said: string, redactor: Redactor): string {
  const lines = redactor
    .redact(said)
    .split(/\r?\n/u)
    .map((line) => line.replace(/[\p{C}\p{Z}]+/gu, ' ').trim())
    .filter((line) => line !== '');
  const words = lines.slice(-MAX_LINES).join(' / ');
  return words.length <= MAX_CHARACTERS ? words : `…${words.slice(-MAX_CHARACTERS)}`;
}
