import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Failure, VerificationStep, SeenStructure } from '../../piste/findings.ts';

type Cause<K extends Failure['kind']> = Extract<Failure, { kind: K }>;

/** Texts of `raccord verify`. */
export const verifyTextsEn = (command: WriteCommand) => ({
  help: {
    verify: 'prove captured credentials through the official API',
    siret: 'only these establishments, 14 digits each',
    all: 'every current credential (as without --siret)',
    pisteOnly: 'prove the PISTE application alone; no key needed',
    after: 'prove what was captured, once it works; one document',
    noWait: 'tell when a young account works, do not wait',
    note: '\nThe PISTE application: CHORUS_PISTE_CLIENT_ID, CHORUS_PISTE_CLIENT_SECRET.',
  },
  outcome: 'Outcome',
  /** Short form, for the table. */
  outcomes: {
    works: 'works',
    'not-attached': 'structure not attached',
    'too-young': 'account too young',
    'application-refused': 'PISTE application refused',
    'not-subscribed': 'API not subscribed',
    'account-refused': 'technical account refused',
    unclear: 'unclear, try again',
    'rate-limited': 'too many requests',
    unavailable: 'portal API down',
    'certificate-refused': 'certificate not accepted',
    'proxy-refused': 'proxy refuses',
    unexpected: 'unexpected answer',
    'not-tried': 'not tried',
    'not-opened': 'not opened',
    'application-works': 'PISTE application works',
  },
  tooYoung: (minutes: number) => `account too young, again in ${minutes} min`,
  /** Advice for each outcome. */
  notes: {
    'application-refused': ({ attempts, seconds }: Cause<'application-refused'>) =>
      `PISTE gives no token for this application: refused ${attempts} times in ${seconds} s. Check CHORUS_PISTE_CLIENT_ID and CHORUS_PISTE_CLIENT_SECRET (on piste.gouv.fr "OAuth Credentials", not "API Keys"), and that the application is one of this environment (CHORUS_ENV): production and sandbox have different ones.`,
    'not-subscribed': ({ refusedApis }: Cause<'not-subscribed'>) =>
      `PISTE refuses the application these APIs: ${refusedApis.join(', ')}. On piste.gouv.fr accept the terms of use, select the APIs for the application, and check that the structure's connection bears the application's name.`,
    'account-refused': () =>
      'Login and password are not accepted: wrong, changed elsewhere, or expired. Look at the account on the portal.',
    unclear: ({ at, status }: Cause<'unclear'>) =>
      `Refused at "${at}" (HTTP ${status}) again and again, a fresh token included, without a word on login or password. PISTE does so to good accounts, too: this says nothing about the account; verify again later.`,
    'rate-limited': ({ retryAfterSeconds }: Cause<'rate-limited'>) =>
      retryAfterSeconds === undefined
        ? 'PISTE limits the requests. Verify again later.'
        : `PISTE limits the requests. Verify again in ${retryAfterSeconds} s.`,
    unavailable: ({ at, cause, status, page }: Cause<'unavailable'>) =>
      `${cause === 'name' ? `At "${at}" the name of the server does not resolve: check the network, its DNS, and whether it wants a proxy (HTTPS_PROXY).` : cause === 'proxy' ? `At "${at}" the proxy of HTTPS_PROXY is not reached, or does not reach the server${status === undefined ? '' : ` (HTTP ${status})`}.` : page === undefined ? `No good answer at "${at}" (${status === undefined ? cause : `${cause}, HTTP ${status}`}).` : `At "${at}" a web page came, which is not the API's (${page === '' ? 'without a title' : `"${page}"`}, HTTP ${status ?? '?'}): a proxy, a filter or a maintenance page.`} This says nothing about the account; verify again later.`,
    'certificate-refused': ({ at, code }: Cause<'certificate-refused'>) =>
      `At "${at}" the server's certificate is not accepted (${code}); nothing was sent. Where a proxy inspects traffic, or an authority is private, set NODE_EXTRA_CA_CERTS to its certificate (PEM).`,
    'proxy-refused': ({ at, status }: Cause<'proxy-refused'>) =>
      `At "${at}" the proxy refuses (HTTP ${status}); nothing was sent to the server. ${status === 407 ? 'Give user and password in HTTPS_PROXY (http://user:password@host:port), with %-escapes for signs like @.' : 'Have it let through to this host, or name the host in NO_PROXY where it is reached directly.'} ${command('doctor')} says which way each host goes.`,
    unexpected: ({ at, cause, status, messageCode, message, meaning }: Cause<'unexpected'>) =>
      `At "${at}" the answer is not one that is known (${[cause, `HTTP ${status}`, messageCode, message].filter((part) => part !== undefined).join(', ')}).${meaning === 'not-entitled' ? ' The account may not ask this: look at its rights and its structure on the portal;' : cause === 'refusal' ? ' The account was let in; what is refused is the question:' : at === 'token' ? ' It is the token server that says so: check CHORUS_PISTE_OAUTH_URL, the application and its scope (openid);' : ' Check CHORUS_PISTE_API_URL;'} --json shows each request.`,
  },
  tooYoungNote: (at: string) => `Not proven yet: verify again from ${at} on.`,
  notAttached: (status: string | undefined) =>
    status === undefined
      ? 'The account works, but not for this structure. Attach it on the portal.'
      : `The account works, but its attachment to this structure is ${status}.`,
  notTried: 'Not asked, since what stopped the one before would have stopped it too.',
  sees: (structures: readonly SeenStructure[], more: number) =>
    structures.length === 0
      ? 'sees no structure'
      : `sees ${structures.map(({ name, siret, id }) => [name, siret ?? id].filter((part) => part !== undefined).join(' ')).join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
  unproven: 'That it is attached to this structure could not be proven.',
  refusedApis: (apis: readonly string[]) =>
    `The application is not subscribed to: ${apis.join(', ')}.`,
  waiting: {
    'too-young': (siret: string, minutes: number) =>
      `${siret}: the account is young; waiting ${minutes} min until it may work.`,
    'rate-limited': (siret: string, seconds: number) =>
      `${siret}: PISTE limits the requests; waiting ${seconds} s.`,
  },
  summary: (works: number, all: number) => `${works} of ${all} work.`,
  lastRequest: ({ request, status, silenceCode, silence }: VerificationStep) =>
    `${request}: ${status === undefined ? (silenceCode ?? silence ?? '') : `HTTP ${status}`}`,
});
