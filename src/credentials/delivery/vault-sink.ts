import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { VaultSinkConfig } from '../../config/delivery-settings.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import {
  outputTail,
  clearDocument,
  SinkError,
  type DeliveryPayload,
  type Sink,
  type SinkProbe,
} from './sink.ts';
import { vaultSinkName } from './sink-names.ts';
import { fetchOver, type Fetch } from '../../outbound/fetch-over.ts';
import type { Network } from '../../config/network.ts';
import { askVault, type VaultAnswer, type VaultRequest } from './vault-client.ts';
import type { Texts } from '../../messages/texts.ts';

export interface VaultParts {
  readonly redactor: Redactor;
  readonly texts: Texts['delivery'];
  readonly network: Network;
}

const LOGIN = z.object({ auth: z.object({ client_token: z.string().min(1) }) });
const READ = z.object({
  data: z.object({ data: z.unknown(), metadata: z.object({ version: z.number() }) }),
});
const WRITTEN = z.object({ data: z.object({ version: z.number() }) });
const CAPABILITIES = z.looseObject({ data: z.record(z.string(), z.unknown()).optional() });
const WORDS = z.array(z.string());
const REFUSAL = z.object({ errors: z.array(z.string()) });

/** A placeholder for a SIRET; its check digit is wrong. */
const NOBODY = '00000000000001';

/** The secret at a path: version 0 before the first write, or one the token may not read. */
type Present = { readonly version: number; readonly data?: unknown } | 'unreadable';

/** A KV version 2 mount of HashiCorp Vault or OpenBao, one secret per SIRET. */
export class VaultSink implements Sink {
  readonly name: string;
  readonly #config: VaultSinkConfig;
  readonly #parts: VaultParts;
  readonly #fetch: Fetch;
  #token: Secret | undefined;
  /** The methods that even a fresh token is denied. */
  readonly #forbidden = new Set<VaultRequest['method']>();
  /** Vault locks a role after several refusals: a refused sign-in is not sent again. */
  #refusedSignIn: SinkError | undefined;

  constructor(config: VaultSinkConfig, parts: VaultParts) {
    this.name = vaultSinkName(config);
    this.#config = config;
    this.#parts = parts;
    this.#fetch = fetchOver(parts.network);
  }

  /**
   * Writes the secret under check-and-set, and reads it back if the token may read. A secret that
   * already exists, since an earlier answer was lost, is not written again.
   */
  async deliver(handed: DeliveryPayload): Promise<void> {
    const { mount, path } = this.#config;
    const own = path.replace('{siret}', handed.credential.siret);
    const place = `${mount}/data/${own}`;
    const data = clearDocument(handed);
    const before = await this.#read(place);
    if (before !== 'unreadable' && isDeepStrictEqual(before.data, data)) return;
    const options = before === 'unreadable' ? {} : { cas: before.version };
    const version = await this.#write(place, { data, options });
    if (before === 'unreadable') return;
    const after = await this.#read(`${place}?version=${version}`);
    if (after === 'unreadable' || isDeepStrictEqual(after.data, data)) return;
    throw new SinkError(this.#texts.readsBackDifferent(place));
  }

  /**
   * Queries the token's rights at a path that belongs to no SIRET, and reads there if allowed;
   * writes nothing.
   */
  async probe(): Promise<SinkProbe> {
    const { mount, path } = this.#config;
    const place = `${mount}/data/${path.replace('{siret}', NOBODY)}`;
    const body = { paths: [place] };
    const answer = await this.#ask({ method: 'POST', path: 'sys/capabilities-self', body });
    const told = CAPABILITIES.safeParse(answer.body);
    if (answer.status !== 200 || !told.success) throw this.#refusal(answer, place);
    // Older servers have no `data` around it.
    const { [place]: own = told.data[place] } = told.data.data ?? {};
    const may = new Set(WORDS.safeParse(own).data);
    const mayWrite = may.has('root') || (may.has('create') && may.has('update'));
    if (!mayWrite) throw new SinkError(this.#texts.forbidden(place), { isDown: true });
    if (!may.has('root') && !may.has('read')) return { did: `${place}: may write`, isTried: true };
    const there = await this.#ask({ method: 'GET', path: place });
    // For a path without a secret, an existing mount answers a plain 404.
    const isMissing = there.status === 404 && this.#said(there) !== '';
    if (isMissing || ![200, 404].includes(there.status)) throw this.#refusal(there, place);
    return { did: `${place}: may write, read`, isTried: true };
  }

  get #texts(): Texts['delivery']['vault'] {
    return this.#parts.texts.vault;
  }

  async #read(place: string): Promise<Present> {
    const answer = await this.#ask({ method: 'GET', path: place });
    // A write-only token is allowed.
    if (answer.status === 403) return 'unreadable';
    const read = READ.safeParse(answer.body);
    if (read.success)
      return { version: read.data.data.metadata.version, data: read.data.data.data };
    if (answer.status === 404) return { version: 0 };
    throw this.#refusal(answer, place);
  }

  /** Writes the secret and returns its version. */
  async #write(place: string, body: unknown): Promise<number> {
    const answer = await this.#ask({ method: 'POST', path: place, body });
    if (answer.status !== 200) {
      if (answer.status >= 200 && answer.status < 300) {
        throw new SinkError(this.#texts.notVersion2(this.#config.mount), { isDown: true });
      }
      throw this.#refusal(answer, place);
    }
    const written = WRITTEN.safeParse(answer.body);
    if (written.success) return written.data.data.version;
    throw new SinkError(this.#texts.notVersion2(this.#config.mount), { isDown: true });
  }

  async #ask(request: VaultRequest): Promise<VaultAnswer> {
    const answer = await this.#send(request);
    const { access } = this.#config;
    const isOwn = access === undefined || 'token' in access;
    if (answer.status !== 403 || isOwn || this.#forbidden.has(request.method)) return answer;
    // AppRole's token expires, by time or by uses; a method denied to a fresh one is forbidden.
    this.#token = undefined;
    const again = await this.#send(request);
    if (again.status === 403) this.#forbidden.add(request.method);
    return again;
  }

  async #send(request: VaultRequest): Promise<VaultAnswer> {
    this.#token ??= await this.#signIn();
    const { texts } = this.#parts;
    const way = { texts, fetch: this.#fetch };
    return askVault(this.#config, way, { ...request, token: this.#token.reveal() });
  }

  /** Returns the configured token, or one that AppRole issues for role and secret. */
  async #signIn(): Promise<Secret> {
    const { access } = this.#config;
    const { redactor, texts } = this.#parts;
    if (access === undefined) throw new Error('deliveries without the secrets for them');
    if ('token' in access) {
      redactor.add(access.token, 'RACCORD_VAULT_TOKEN');
      return access.token;
    }
    if (this.#refusedSignIn !== undefined) throw this.#refusedSignIn;
    redactor.add(access.secretId, 'RACCORD_VAULT_SECRET_ID');
    const answer = await askVault(
      this.#config,
      { texts, fetch: this.#fetch },
      {
        method: 'POST',
        path: 'auth/approle/login',
        body: { role_id: access.roleId, secret_id: access.secretId.reveal() },
      },
    );
    const login = LOGIN.safeParse(answer.body);
    if (answer.status !== 200 || !login.success) {
      const message = texts.vault.signInRefused(answer.status) + this.#said(answer);
      const failure = new SinkError(message, { isDown: true });
      if (answer.status >= 400 && answer.status < 500) this.#refusedSignIn = failure;
      throw failure;
    }
    const token = new Secret(login.data.auth.client_token);
    redactor.add(token, 'Vault token');
    return token;
  }

  #refusal(answer: VaultAnswer, place: string): SinkError {
    const said = this.#said(answer);
    switch (answer.status) {
      case 403:
        return new SinkError(this.#texts.forbidden(place) + said);
      case 404:
        return new SinkError(this.#texts.noMount(place) + said, { isDown: true });
      case 400:
        if (said.includes('check-and-set parameter required')) {
          return new SinkError(this.#texts.mustRead(place) + said);
        }
        if (said.includes('check-and-set')) {
          return new SinkError(this.#texts.changedMeanwhile(place) + said);
        }
        break;
    }
    return new SinkError(this.#texts.refused(answer.status) + said);
  }

  #said({ body }: VaultAnswer): string {
    const refusal = REFUSAL.safeParse(body);
    if (!refusal.success || refusal.data.errors.length === 0) return '';
    return this.#texts.said(outputTail(refusal.data.errors.join('\n'), this.#parts.redactor));
  }
}
