import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../domain/allowed-hosts.ts';
import { Secret } from '../secrets/secret.ts';
import type { Environment } from './variable-schema.ts';
import type { Problems } from './secrets.ts';

/** The routes of requests from this machine. All clients ask {@link proxyFor}. */
export interface Network {
  /** `HTTPS_PROXY`; mail goes through it as well. */
  readonly https?: ProxyServer;
  /** `HTTP_PROXY` */
  readonly http?: ProxyServer;
  /** `NO_PROXY`: the hosts reached directly. */
  readonly exceptions: readonly string[];
}

export interface ProxyServer {
  /** As `http://proxy.example.fr:3128`, without user and password: the part that may be shown. */
  readonly server: string;
  /** The credentials for a proxy that requests them. */
  readonly access?: { readonly user: string; readonly password: Secret };
}

/** A network without proxies. */
export const DIRECT: Network = { exceptions: [] };

/** The variables from which a browser may take a proxy; lower case overrides upper case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'] as const;

/**
 * Reads the proxies from the usual variables; mistakes are added to `problems`, without a value.
 * @param sources the first one with a variable, in lower or upper case, counts.
 */
export function readNetwork(sources: readonly Environment[], problems: Problems): Network {
  const proxy = (name: 'HTTPS_PROXY' | 'HTTP_PROXY'): ProxyServer | undefined => {
    const text = valueOf(name, sources);
    const server = text === undefined ? undefined : proxyServer(text);
    if (text !== undefined && server === undefined) {
      problems.push({ place: name, reason: { key: 'expected', what: 'proxy' } });
    }
    return server;
  };
  const exceptions = (valueOf('NO_PROXY', sources) ?? '').split(/[\s,;]+/u);
  return {
    https: proxy('HTTPS_PROXY'),
    http: proxy('HTTP_PROXY'),
    exceptions: exceptions.filter((entry) => entry !== '').map((entry) => entry.toLowerCase()),
  };
}

/** Checks whether an environment contains the password of a proxy. */
export function holdsProxyPassword(values: Environment): boolean {
  return (['HTTPS_PROXY', 'HTTP_PROXY'] as const).some((name) =>
    valueOf(name, [values])?.includes('@'),
  );
}

/**
 * Returns the proxy for an address; undefined for a direct connection. This machine itself is
 * always reached directly.
 */
export function proxyFor(network: Network, address: URL): ProxyServer | undefined {
  const proxy = address.protocol === 'http:' ? network.http : network.https;
  return proxy === undefined || isException(network, address) ? undefined : proxy;
}

/** Returns the same for a browser, which has a single proxy: the one for `https:`. */
export function browserProxyFor(network: Network, address: URL): ProxyServer | undefined {
  const { https, exceptions } = network;
  return proxyFor({ https, http: https, exceptions }, address);
}

/** Returns the proxy passwords and their sent forms, to be redacted from all output. */
export function proxySecrets({ https, http }: Network): Secret[] {
  return [https, http].flatMap(({ access } = { server: '' }) => {
    if (access === undefined || access.password.isEmpty) return [];
    const password = access.password.reveal();
    const pair = `${access.user}:${password}`;
    const sent = Buffer.from(pair).toString('base64');
    return [password, encodeURIComponent(password), sent].map((text) => new Secret(text));
  });
}

/** Returns the value of `Proxy-Authorization`, if the proxy has a user. */
export function proxyAuthorization({ access }: ProxyServer): Secret | undefined {
  if (access === undefined) return undefined;
  const pair = Buffer.from(`${access.user}:${access.password.reveal()}`).toString('base64');
  return new Secret(`Basic ${pair}`);
}

/** Returns the exceptions in Chromium's syntax, this machine itself included. */
export function browserExceptions({ exceptions }: Network): string[] {
  const own = ['localhost', '*.localhost', '127.0.0.0/8', '[::1]'];
  const words = exceptions.flatMap((entry) => {
    const { host, port } = partsOf(entry);
    if (host === '*' || isBlock(host)) return [host];
    const end = port === '' ? '' : `:${port}`;
    if (isIP(host) !== 0) return [`${isIP(host) === 6 ? `[${host}]` : host}${end}`];
    return [`${host}${end}`, `*.${host}${end}`];
  });
  return [...own, ...words];
}

/** Removes the variables from an environment: the process gets its proxy in another way. */
export function withoutProxyVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = new Set<string>(VARIABLES);
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !names.has(name.toUpperCase())),
  );
}

/** Returns the port of an address, by default that of its protocol. */
export function portOf({ protocol, port }: URL): number {
  if (port !== '') return Number(port);
  const own: Readonly<Record<string, number>> = { 'http:': 80, 'smtp:': 587, 'smtps:': 465 };
  return own[protocol] ?? 443;
}

/** Returns a host for sockets: an IPv6 address without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/gu, '');
}

function valueOf(
  name: (typeof VARIABLES)[number],
  sources: readonly Environment[],
): string | undefined {
  return sources
    .flatMap((source) => [source[name.toLowerCase()], source[name]])
    .find((value) => (value ?? '').trim() !== '')
    ?.trim();
}

function proxyServer(text: string): ProxyServer | undefined {
  const address = /^[a-z][\w+.-]*:\/\//iu.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, username, password, pathname, search, hash } = new URL(address);
  // The rest of a password with a # or a / in it is parsed as the part after the host.
  if (!/^https?:$/u.test(protocol) || `${pathname}${search}${hash}` !== '/') return undefined;
  const server = `${protocol}//${host}`;
  if (username === '' && password === '') return { server };
  try {
    const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
    return { server, access: { user, password: new Secret(secret) } };
  } catch {
    // A % that does not begin an escape.
    return undefined;
  }
}

function isException({ exceptions }: Network, address: URL): boolean {
  if (isLoopback(address.hostname)) return true;
  const host = bareHost(address.hostname.toLowerCase()).replace(/\.$/u, '');
  const own = String(portOf(address));
  return exceptions.some((entry) => {
    const { host: named, port } = partsOf(entry);
    if (port !== '' && port !== own) return false;
    return isBlock(named) ? isInBlock(host, named) : patternOf(named).test(host);
  });
}

/** Parses `.example.fr`, `*.example.fr` and `example.fr` alike: the host and its subdomains. */
function partsOf(entry: string): { readonly host: string; readonly port: string } {
  const [, bracketed, plain = '', port = ''] =
    /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/u.exec(entry) ?? [];
  // An IPv6 address without brackets has no port.
  const host = bracketed ?? (plain === '' ? entry : plain);
  return { host: host === '*' ? host : host.replace(/^\*?\.+/u, '').replace(/\.$/u, ''), port };
}

function patternOf(named: string): RegExp {
  const words = named.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/]/gu, '\\$&'));
  return new RegExp(`^(?:.*\\.)?${words.join('.*')}$`, 'u');
}

/** Checks for a block of addresses such as `10.0.0.0/8`. */
function isBlock(named: string): boolean {
  const [address = '', length = ''] = named.split('/');
  return isIP(address) !== 0 && /^\d{1,3}$/u.test(length);
}

function isInBlock(host: string, named: string): boolean {
  const [address = '', length = ''] = named.split('/');
  const family = (text: string): 'ipv4' | 'ipv6' => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  if (isIP(host) !== isIP(address)) return false;
  const block = new BlockList();
  try {
    block.addSubnet(address, Number(length), family(address));
  } catch {
    // A block with too great a length contains nothing.
    return false;
  }
  return block.check(host, family(host));
}
