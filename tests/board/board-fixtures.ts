import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test as base } from '../../fixtures/playwright/folder.ts';
import type { SeededHome } from '../../fixtures/playwright/seeded-home.ts';
import { App } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { createLogger } from '../../src/log/logger.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { serverOf } from '../../src/cli/board/answer.ts';

export { expect } from '@playwright/test';

export const PORTAL = 'portail.exemple.fr';

const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

interface Fixtures {
  /** The home that is shown, for what a test leaves there. */
  readonly place: SeededHome;
  /** Starts the board of the test's home, or of profiles with homes beside it. */
  readonly startBoard: (
    profiles?: readonly string[],
    more?: Readonly<Record<string, string>>,
  ) => Promise<string>;
  /** Where the ledger of a profile is. */
  readonly placeOf: (profile: string) => SeededHome;
}

/** The board in the test's own process, on ledgers that tests fill. */
export const test = base.extend<Fixtures>({
  place: async ({ home }, use) => {
    await use({ home, portal: PORTAL });
  },
  placeOf: async ({ folder }, use) => {
    await use((profile) => ({ home: join(folder, profile), portal: PORTAL }));
  },
  startBoard: async ({ folder, home, placeOf }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (profiles, more = {}) => {
      const redactor = new Redactor();
      const logger = createLogger({
        ...{ level: 'error', pretty: false, colours: false, redactor },
        stream: process.stderr,
      });
      const homes = (profiles ?? [undefined]).map((profile) => {
        const environment = {
          CHORUS_ENV: 'qualification',
          CHORUS_URL: `https://${PORTAL}/`,
          CHORUS_LOGIN: `ops${profile === undefined ? '' : `.${profile}`}@exemple.fr`,
          RACCORD_HOME: profile === undefined ? home : placeOf(profile).home,
          RACCORD_DELIVER_FOLDER: join(folder, 'delivered'),
          RACCORD_DELIVER_RECIPIENTS: RECIPIENT,
          RACCORD_RECIPIENTS: RECIPIENT,
          ...more,
        };
        const config = loadConfig(environment, folder, { portal: true, secrets: false });
        const parts = { clock: systemClock, redactor, logger, texts: textsFor('en'), version: '0' };
        return {
          config: { ...config, ...(profile !== undefined && { profile }) },
          app: new App(config, parts),
        };
      });
      const server = serverOf({ homes, access: { hosts: [] }, language: 'en', redactor, logger });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      ends.push(async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    for (const end of ends) await end();
  },
});
