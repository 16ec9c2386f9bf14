import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../domain/allowed-hosts.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import { Secret } from '../secrets/secret.ts';
import type { Environment } from './environment-variables.ts';
import type { Problems } from './secrets.ts';

/** How requests leave this machine. Each client asks {@link proxyFor}, and none decides by itself. */
export interface Network {
  /** `HTTPS_PROXY`; mail goes through it as well. */
  readonly https?: ProxyServer;
  /** `HTTP_PROXY` */
  readonly http?: ProxyServer;
  /** `NO_PROXY`: what is reached directly all the same. */
  readonly exceptions: readonly string[];
}

export interface ProxyServer {
  /** As `http://proxy.example.fr:3128`, without user and password: what of it may be told. */
  readonly server: string;
  /** What it is shown where it asks who is there. */
  readonly access?: { readonly user: string; readonly password: Secret };
}

/** A network in which everything is reached directly. */
export const DIRECT: Network = { exceptions: [] };

/** All that a browser may take a proxy from by itself; lower case counts before upper case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'] as const;

/**
 * Returns what the usual variables say of proxies; what is wrong with them goes to `problems`, without
 * a value.
 * @param sources the first that has a variable, in lower or upper case, is the one that counts.
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
  return omitUndefined<Network>({
    https: proxy('HTTPS_PROXY'),
    http: proxy('HTTP_PROXY'),
    exceptions: exceptions.filter((entry) => entry !== '').map((entry) => entry.toLowerCase()),
  });
}

/** True where an environment holds the password of a proxy. */
export function holdsProxyPassword(values: Environment): boolean {
  return (['HTTPS_PROXY', 'HTTP_PROXY'] as const).some((name) =>
    valueOf(name, [values])?.includes('@'),
  );
}

/**
 * Returns the proxy through which an address is reached; undefined for the direct way. This machine
 * itself is always reached directly.
 */
export function proxyFor(network: Network, address: URL): ProxyServer | undefined {
  const proxy = address.protocol === 'http:' ? network.http : network.https;
  return proxy === undefined || isException(network, address) ? undefined : proxy;
}

/** The same for what a browser opens: it is given one proxy, the one for `https:`. */
export function browserProxyFor(network: Network, address: URL): ProxyServer | undefined {
  const { https, exceptions } = network;
  return proxyFor(omitUndefined<Network>({ https, http: https, exceptions }), address);
}

/** Returns the password and what is sent of it, for whoever keeps them out of what is written. */
export function proxySecrets({ https, http }: Network): Secret[] {
  return [https, http].flatMap(({ access } = { server: '' }) => {
    if (access === undefined || access.password.isEmpty) return [];
    const password = access.password.reveal();
    const pair = `${access.user}:${password}`;
    const sent = Buffer.from(pair).toString('base64');
    return [password, encodeURIComponent(password), sent].map((text) => new Secret(text));
  });
}

/** Returns `Proxy-Authorization`, where the proxy is given a user. */
export function proxyAuthorization({ access }: ProxyServer): Secret | undefined {
  if (access === undefined) return undefined;
  const pair = Buffer.from(`${access.user}:${access.password.reveal()}`).toString('base64');
  return new Secret(`Basic ${pair}`);
}

/** Returns the exceptions as Chromium words them, this machine itself among them. */
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

/** Takes the variables out of an environment: what is started in it is told its proxy otherwise. */
export function withoutProxyVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = new Set<string>(VARIABLES);
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !names.has(name.toUpperCase())),
  );
}

/** The port of an address, its protocol's own where it names none. */
export function portOf({ protocol, port }: URL): number {
  if (port !== '') return Number(port);
  const own: Readonly<Record<string, number>> = { 'http:': 80, 'smtp:': 587, 'smtps:': 465 };
  return own[protocol] ?? 443;
}

/** Returns a host as sockets want it: of an IPv6 address the brackets are no part. */
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
  // A password with a # or a / in it ends up in what comes after the host.
  if (!/^https?:$/u.test(protocol) || `${pathname}${search}${hash}` !== '/') return undefined;
  const server = `${protocol}//${host}`;
  if (username === '' && password === '') return { server };
  try {
    const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
    return { server, access: { user, password: new Secret(secret) } };
  } catch {
    // A % that begins no escape.
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

/** `.example.fr`, `*.example.fr` and `example.fr` mean the same: the host and what is below it. */
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

/** `10.0.0.0/8` */
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
    // A length that is too great holds nothing.
    return false;
  }
  return block.check(host, family(host));
}
