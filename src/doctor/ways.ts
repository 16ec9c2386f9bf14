import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AUTHORITIES, type Config } from '../config/config.ts';
import { ENVIRONMENTS } from '../config/environments.ts';
import type { Environment } from '../config/variable-schema.ts';
import { browserProxyFor, proxyFor, type ProxyServer } from '../config/network.ts';
import { safeMessage } from '../errors/safe-message.ts';
import type { Check } from './doctor-report.ts';

type WayCheck = Omit<Check, 'section'>;

/** Returns the route to each host, direct or through a proxy. Contacts none of them. */
export function checkWays(config: Config, environment: Environment): WayCheck[] {
  const { network, environment: name, portalUrl, allowedHosts, piste, delivery, notify } = config;
  // A stand-in has no default API; it must be configured.
  const known = name === 'stand-in' ? undefined : ENVIRONMENTS[name];
  const oauth = piste?.oauthUrl ?? known?.oauth;
  const api = piste?.apiUrl ?? known?.api;
  const byNode = (check: WayCheck['name'], address: URL | undefined): WayCheck[] =>
    address === undefined ? [] : [wayCheck(check, address.host, proxyFor(network, address))];
  const others = allowedHosts.filter((host) => host !== portalUrl.hostname);
  return [
    wayCheck('way-portal', portalUrl.host, browserProxyFor(network, portalUrl)),
    ...others.map((host) => {
      // For a pattern, any host that matches it.
      const address = new URL(`https://${host.replace(/^\*/u, 'any')}/`);
      return wayCheck('way-identity-provider', host, browserProxyFor(network, address));
    }),
    ...byNode('way-token', oauth === undefined ? undefined : new URL(oauth)),
    ...byNode('way-api', api === undefined ? undefined : new URL(api)),
    ...byNode('way-vault', delivery.vault?.url),
    ...byNode('way-webhook', notify.webhook && new URL(notify.webhook.url.reveal())),
    ...byNode('way-mail', notify.mail && new URL(notify.mail.server.reveal())),
    ...byNode('way-ping', notify.ping && new URL(notify.ping.url.reveal())),
    ...checkAuthorities(environment[AUTHORITIES] ?? ''),
  ];
}

function wayCheck(name: WayCheck['name'], host: string, proxy: ProxyServer | undefined): WayCheck {
  return {
    name,
    result: 'good',
    found: `${host} ${proxy === undefined ? '→' : `→ ${proxy.server} →`}`,
  };
}

/** Node silently ignores a certificate file that it cannot use. */
function checkAuthorities(file: string): WayCheck[] {
  if (file === '') return [];
  const name = 'authorities';
  try {
    const texts =
      readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END/gu) ?? [];
    const subjects = texts.map((text) => new X509Certificate(`${text} CERTIFICATE-----`).subject);
    const found = `${AUTHORITIES}: ${subjects.length}`;
    return [{ name, result: subjects.length === 0 ? 'mistake' : 'good', found }];
  } catch (error) {
    return [{ name, result: 'mistake', found: `${AUTHORITIES}: ${safeMessage(error)}` }];
  }
}
