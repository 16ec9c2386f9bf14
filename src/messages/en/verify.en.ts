import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Failure, VerificationStep, SeenStructure } from '../../piste/findings.ts';

type Cause<K extends Failure['kind']> = Extract<Failure, { kind: K }>;

/** Texts of `raccord verify`. */
export const verifyTextsEn = (command: WriteCommand) => ({
  help: {
    verify: 'verify captured credentials with the official API',
    siret: 'only these establishments, 14 digits each',
    all: 'every current credential (as without --siret)',
    pisteOnly: 'verify only the PISTE application; no key needed',
    after: 'verify the new credential once it works; one document',
    noWait: 'say when a new account will work, do not wait',
    note: '\nThe PISTE application: CHORUS_PISTE_CLIENT_ID, CHORUS_PISTE_CLIENT_SECRET.',
  },
  outcome: 'Outcome',
  /** Short form, for the table. */
  outcomes: {
    works: 'works',
    'not-attached': 'structure not attached',
    'too-young': 'account too new',
    'application-refused': 'PISTE application refused',
    'not-subscribed': 'API not subscribed',
    'account-refused': 'technical account refused',
    unclear: 'unclear, try again',
    'rate-limited': 'too many requests',
    unavailable: 'portal API down',
    'certificate-refused': 'certificate not accepted',
    'proxy-refused': 'refused by the proxy',
    unexpected: 'unexpected answer',
    'not-tried': 'not tried',
    'not-opened': 'not opened',
    'application-works': 'PISTE application works',
  },
  tooYoung: (minutes: number) => `account too new, try again in ${minutes} min`,
  /** Advice for each outcome. */
  notes: {
    'application-refused': ({ attempts, seconds }: Cause<'application-refused'>) =>
      `PISTE gives no token for this application: refused ${attempts} times in ${seconds} s. Check CHORUS_PISTE_CLIENT_ID and CHORUS_PISTE_CLIENT_SECRET (on piste.gouv.fr "OAuth Credentials", not "API Keys"), and that the application belongs to this environment (CHORUS_ENV): production and sandbox have different ones.`,
    'not-subscribed': ({ refusedApis }: Cause<'not-subscribed'>) =>
      `PISTE refuses the application these APIs: ${refusedApis.join(', ')}. On piste.gouv.fr accept the terms of use, select the APIs for the application, and check that the structure's connection has the application's name.`,
    'account-refused': () =>
      'The login and password are not accepted: wrong, changed elsewhere, or expired. Check the account on the portal.',
    unclear: ({ at, status }: Cause<'unclear'>) =>
      `Refused at "${at}" (HTTP ${status}) several times, even with a new token, with no mention of the login or password. PISTE also does this to valid accounts, so this says nothing about the account; verify again later.`,
    'rate-limited': ({ retryAfterSeconds }: Cause<'rate-limited'>) =>
      retryAfterSeconds === undefined
        ? 'PISTE limits the requests. Verify again later.'
        : `PISTE limits the requests. Verify again in ${retryAfterSeconds} s.`,
    unavailable: ({ at, cause, status, page }: Cause<'unavailable'>) =>
      `${cause === 'name' ? `At "${at}" the name of the server does not resolve: check the network, its DNS, and whether it needs a proxy (HTTPS_PROXY).` : cause === 'proxy' ? `At "${at}" the proxy of HTTPS_PROXY cannot be reached, or cannot reach the server${status === undefined ? '' : ` (HTTP ${status})`}.` : page === undefined ? `No valid answer at "${at}" (${status === undefined ? cause : `${cause}, HTTP ${status}`}).` : `At "${at}" the answer was a web page, not one from the API (${page === '' ? 'without a title' : `"${page}"`}, HTTP ${status ?? '?'}): a proxy, a filter or a maintenance page.`} This says nothing about the account; verify again later.`,
    'certificate-refused': ({ at, code }: Cause<'certificate-refused'>) =>
      `At "${at}" the server's certificate is not accepted (${code}); nothing was sent. If a proxy inspects the traffic, or for a private certificate authority, set NODE_EXTRA_CA_CERTS to its certificate (PEM).`,
    'proxy-refused': ({ at, status }: Cause<'proxy-refused'>) =>
      `At "${at}" the proxy refuses (HTTP ${status}); nothing was sent to the server. ${status === 407 ? 'Set the user and password in HTTPS_PROXY (http://user:password@host:port), with characters such as @ percent-encoded.' : 'Allow this host on the proxy, or add it to NO_PROXY if it is reached directly.'} "${command('doctor')}" shows how each host is reached.`,
    unexpected: ({ at, cause, status, messageCode, message, meaning }: Cause<'unexpected'>) =>
      `At "${at}" the answer is not a known one (${[cause, `HTTP ${status}`, messageCode, message].filter((part) => part !== undefined).join(', ')}).${meaning === 'not-entitled' ? ' The account is not allowed to ask this: check its rights and its structure on the portal;' : cause === 'refusal' ? ' The account was accepted, but the request was refused:' : at === 'token' ? ' This is what the token server answers: check CHORUS_PISTE_OAUTH_URL, the application and its scope (openid);' : ' Check CHORUS_PISTE_API_URL;'} --json shows each request.`,
  },
  tooYoungNote: (at: string) => `Not verified yet: try again from ${at} on.`,
  notAttached: (status: string | undefined) =>
    status === undefined
      ? 'The account works, but not for this structure. Attach it on the portal.'
      : `The account works, but its attachment to this structure is ${status}.`,
  notTried: 'Not tried: what stopped the previous one would have stopped it too.',
  sees: (structures: readonly SeenStructure[], more: number) =>
    structures.length === 0
      ? 'sees no structure'
      : `sees ${structures.map(({ name, siret, id }) => [name, siret ?? id].filter((part) => part !== undefined).join(' ')).join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
  unproven: 'Its attachment to this structure could not be verified.',
  refusedApis: (apis: readonly string[]) =>
    `The application is not subscribed to: ${apis.join(', ')}.`,
  waiting: {
    'too-young': (siret: string, minutes: number) =>
      `${siret}: the account is new; waiting ${minutes} min until it can work.`,
    'rate-limited': (siret: string, seconds: number) =>
      `${siret}: PISTE limits the requests; waiting ${seconds} s.`,
  },
  /** Said where an interruption left passwords unverified. */
  left: {
    what: 'Interrupted before every password was verified.',
    next: `"${command('verify')}" verifies those that are left.`,
  },
  notSettled: (siret: string, login: string) =>
    `${siret}: this result alone does not settle the password of ${login}; its status is unchanged.`,
  summary: (works: number, all: number) => `${works} of ${all} work.`,
  lastRequest: ({ request, status, silenceCode, silence }: VerificationStep) =>
    `${request}: ${status === undefined ? (silenceCode ?? silence ?? '') : `HTTP ${status}`}`,
});
