import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PisteOptions, StandInPiste } from '../../fixtures/piste/options.ts';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import type { NoiseOption } from '../../fixtures/playwright/piste-noise.ts';
import { test as base } from '../../fixtures/playwright/self-signed.ts';
import { startWebSink, type WebSink } from '../../fixtures/playwright/web-sink.ts';
import type { Account, Connection } from '../../fixtures/portal/truth.ts';
import { PisteClient, type PisteOptions as ClientOptions } from '../../src/piste/piste-client.ts';
import type { CredentialVerification } from '../../src/piste/findings.ts';
import { verifyCredential, type CredentialToVerify } from '../../src/piste/verify-credential.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';

export { expect } from '@playwright/test';

/** When everything here happens. */
export const NOW = new Date('2026-11-25T09:00:00.000Z');

export const LYON = '73282932000074' as Siret;
export const LILLE = '73282932000017' as Siret;

/** With what breaks headers, URLs and JSON. */
export const ACCOUNT: Account = {
  siret: LYON,
  login: `TECH_1_${LYON}@cpro.fr`,
  password: `é_"(à)%+&12`,
  contactEmail: 'contact@pldiffusion.example',
  state: 'Actif',
  createdAt: '2026-11-01T09:00:00.000Z',
  modifiedAt: '2026-11-01T09:00:00.000Z',
  expiresOn: '2027-12-30',
};

export const CONNECTION: Connection = {
  id: 1,
  siret: LYON,
  applicationName: 'Pldiffusion1',
  usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
  editor: 'PLDChorus',
  contactName: 'Camille Moreau',
  contactPhone: '0472000000',
  contactEmail: 'contact@pldiffusion.example',
  contactFax: '',
  state: 'Validé',
  authentication: 'OAuth2',
  declaredAt: '2026-11-01T09:00:00.000Z',
};

/** A clock that only those who wait move on, by as much as they wait for. */
class WaitedClock implements Clock {
  at = NOW;
  /** All waits, in milliseconds. */
  readonly waits: number[] = [];

  now(): Date {
    return this.at;
  }

  elapsed(): number {
    return this.at.getTime();
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    this.waits.push(milliseconds);
    this.at = new Date(this.at.getTime() + milliseconds);
    await Promise.resolve();
  }

  pass(seconds: number): void {
    this.at = new Date(this.at.getTime() + seconds * 1000);
  }
}

/** What the portal holds; a test changes it as a person there would. */
export interface Held {
  accounts: Account[];
  connections: Connection[];
}

interface Place extends NoiseOption {
  readonly clock: WaitedClock;
  readonly held: Held;
  /** How the test's stand-in is to be; set with `test.use`. */
  readonly pisteOptions: Partial<PisteOptions>;
  readonly piste: StandInPiste;
  /** `GET /cpro/…`: what the stand-in was asked, oldest first. */
  readonly asked: () => string[];
  readonly webSink: (statuses?: readonly number[]) => Promise<WebSink>;
  /** The address of a server that answers everything with what is given each time, or as it likes. */
  readonly jsonServer: (
    document: () => unknown,
    answer?: (response: ServerResponse) => void,
  ) => Promise<string>;
  /** Every secret that was made known, by its label. */
  readonly known: Map<string, Secret>;
  readonly client: (options?: Partial<ClientOptions>) => PisteClient;
  /** Proves the account of {@link ACCOUNT}, or what is given in its place. */
  readonly prove: (credential?: Partial<CredentialToVerify>) => Promise<CredentialVerification>;
}

export const test = base.extend<Place>({
  clock: async ({}, use) => {
    await use(new WaitedClock());
  },
  held: async ({}, use) => {
    await use({ accounts: [ACCOUNT], connections: [CONNECTION] });
  },
  noise: [null, { option: true }],
  pisteOptions: [{}, { option: true }],
  piste: async ({ held, clock, noise, pisteOptions }, use) => {
    const piste = await startPisteApi({
      truth: () => ({ ...structuredClone(held), signIns: [], writes: 0, history: [] }),
      now: () => clock.now(),
      ...(noise !== null && { noise }),
      ...pisteOptions,
    });
    await use(piste);
    await piste.close();
  },
  asked: async ({ piste }, use) => {
    await use(() => piste.requests().map(({ method, path }) => `${method} ${path}`));
  },
  webSink: async ({}, use) => {
    const sinks: WebSink[] = [];
    await use(async (statuses) => {
      const sink = await startWebSink(statuses);
      sinks.push(sink);
      return sink;
    });
    await Promise.all(sinks.map((sink) => sink.close()));
  },
  jsonServer: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (document, answer) => {
      const server = createServer((_, response) => {
        if (answer !== undefined) return answer(response);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(document()));
      });
      servers.push(server.listen(0, '127.0.0.1'));
      await once(server, 'listening');
      return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    });
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  },
  known: async ({}, use) => {
    await use(new Map());
  },
  client: async ({ piste, clock, known }, use) => {
    await use(
      (options = {}) =>
        new PisteClient({
          oauthUrl: piste.oauthUrl,
          apiUrl: piste.apiUrl,
          clientId: piste.clientId,
          clientSecret: new Secret(piste.clientSecret),
          clock,
          registerSecret: (secret, label) => {
            known.set(label, secret);
          },
          ...options,
        }),
    );
  },
  prove: async ({ client, clock }, use) => {
    const one = client();
    await use((credential = {}) =>
      verifyCredential({
        client: one,
        siret: LYON,
        login: ACCOUNT.login,
        password: new Secret(ACCOUNT.password),
        clock,
        ...credential,
      }),
    );
  },
});

/** `token 200, platform 200`: what was asked and what came. */
export function steps({ steps: done }: Pick<CredentialVerification, 'steps'>): string[] {
  return done.map(({ step, status, silence }) => `${step} ${String(status ?? silence)}`);
}
