// The stand-in portal in a process of its own, so that its work counts as nobody's.
import { startPortal } from '../../dist/fixtures/portal/server.js';
import { answer } from './processes.mjs';

let portal;

answer({
  start: async ({ sirets, pageDelayMs }) => {
    portal = await startPortal({
      structures: sirets.map((siret, index) => ({ siret, companyName: `COMPANY ${index + 1}` })),
      pageDelayMs,
      networkDelay: false,
      autofillDelayMs: 0,
      secondFactor: 'none',
      sessionMinutes: 24 * 60,
    });
    const { url, allowedHosts, administrator } = portal;
    return { url, allowedHosts, administrator };
  },
  cookies: () => portal.signedIn().cookies,
  /** How many connections and accounts a structure has. */
  holds: (siret) => {
    const { connections, accounts } = portal.truth();
    return [connections, accounts].map((all) => all.filter((one) => one.siret === siret).length);
  },
  close: () => portal?.close(),
});
