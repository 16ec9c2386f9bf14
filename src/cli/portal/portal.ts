import {
  DRESSES,
  FAULT_KINDS,
  PLACES,
  WRITES,
  type Fault,
} from '../../../fixtures/portal/fault.ts';
import { parseFault } from '../../../fixtures/portal/fault-line.ts';
import {
  KEYCLOAK_SCREENS,
  type KeycloakScreen,
  type PortalOptions,
  type StandInPortal,
} from '../../../fixtures/portal/options.ts';
import { parseNoise, type PisteNoise } from '../../../fixtures/piste/noise.ts';
import type { StandInPiste } from '../../../fixtures/piste/options.ts';
import type { Truth } from '../../../fixtures/portal/truth.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Command } from '../context.ts';

export interface PortalFlags extends Pick<
  PortalOptions,
  | 'port'
  | 'secondFactor'
  | 'language'
  | 'skin'
  | 'drawnFrom'
  | 'opens'
  | 'menu'
  | 'sends'
  | 'dialogs'
> {
  /** Each such as `declare:error-after:status=502`. */
  readonly fault?: readonly string[];
  readonly listFaults?: true;
  /** Keycloak's own pages, in order. */
  readonly signInScreen?: readonly string[];
  /** Noise of the official API's stand-in, such as `seed=1,per-second=2,every=10`. */
  readonly api?: true | string;
}

/** `raccord portal`: serves the stand-in portal until Ctrl-C. */
export const portal: Command<PortalFlags> = async (
  { terminal, texts, signal },
  { fault = [], listFaults, api, signInScreen = [], ...options },
) => {
  if (listFaults === true) {
    terminal.out(
      texts.portal.faults(
        WRITES.join(' '),
        PLACES.join(' '),
        FAULT_KINDS.join(' '),
        DRESSES.join(' '),
      ),
    );
    return EXIT.done;
  }
  const faults = readFaults(fault);
  const noise = typeof api === 'string' ? readNoise(api) : undefined;
  const signInScreens = signInScreen.map(keycloakScreenNamed);
  const { startPortal } = await import('../../../fixtures/portal/server.ts');
  const standIn = await startPortal({ ...options, signInScreens });
  const truth = (): Truth => standIn.truth();
  // Accounts work at once, so that manual trials need no half-hour wait.
  const { startPisteApi } = await import('../../../fixtures/piste/server.ts');
  const piste = await startPisteApi({ truth, noise, readyAfterMs: 0 });
  for (const one of faults) standIn.fail(one);
  terminal.err(texts.portal.ready);
  terminal.err(texts.portal.use);
  for (const line of environmentOf(standIn, piste)) terminal.reveal(line);
  const codes = setInterval(
    announceCodes(standIn, (line) => terminal.err(line)),
    500,
  );
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(codes);
  await Promise.all([standIn.close(), piste.close()]);
  return EXIT.done;
};

/** @throws RaccordError CONFIG_INVALID with the mistake in each line. */
function readFaults(lines: readonly string[]): Fault[] {
  const read = lines.map(parseFault);
  const problems = read.flatMap((one) => ('problem' in one ? [`--fault: ${one.problem}`] : []));
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  return read.flatMap((one) => ('fault' in one ? [one.fault] : []));
}

/** @throws RaccordError CONFIG_INVALID with the valid names. */
function keycloakScreenNamed(name: string): KeycloakScreen {
  const known = KEYCLOAK_SCREENS.find((screen) => screen === name);
  if (known !== undefined) return known;
  const problem = `--sign-in-screen: ${name}: ${KEYCLOAK_SCREENS.join(', ')}`;
  throw new RaccordError('CONFIG_INVALID', { problems: [problem] });
}

/** @throws RaccordError CONFIG_INVALID with the mistake in the line. */
function readNoise(line: string): PisteNoise {
  const read = parseNoise(line);
  if ('noise' in read) return read.noise;
  throw new RaccordError('CONFIG_INVALID', { problems: [`--api: ${read.problem}`] });
}

/** Returns `.env` lines that point raccord at the stand-ins. Their secrets open nothing else. */
export function environmentOf(
  { url, allowedHosts, administrator }: StandInPortal,
  piste?: StandInPiste,
): string[] {
  return Object.entries({
    CHORUS_URL: url,
    CHORUS_ALLOWED_HOSTS: allowedHosts.join(','),
    CHORUS_LOGIN: administrator.login,
    CHORUS_PASSWORD: administrator.password,
    CHORUS_TOTP_SECRET: administrator.totpSecret,
    RACCORD_HOME: '.raccord-stand-in',
    RACCORD_CONTACT_NAME: 'Camille Martin',
    RACCORD_CONTACT_PHONE: '0478000000',
    RACCORD_CONTACT_EMAIL: 'camille.martin@exemple.fr',
    RACCORD_PATIENCE: '15s',
    RACCORD_SETTLE: '5s',
    ...(piste !== undefined && {
      CHORUS_PISTE_CLIENT_ID: piste.clientId,
      CHORUS_PISTE_CLIENT_SECRET: piste.clientSecret,
      CHORUS_PISTE_OAUTH_URL: piste.oauthUrl,
      CHORUS_PISTE_API_URL: piste.apiUrl,
      RACCORD_READY_AFTER: '0s',
    }),
  }).map(([name, value]) => {
    // dotenv reads everything in quotes literally, except the quote; no password has a backtick.
    const quote = value.includes("'") ? '`' : "'";
    return `${name}=${quote}${value}${quote}`;
  });
}

/** Prints e-mailed codes when they are sent: the stand-in's mailbox is this terminal. */
function announceCodes(standIn: StandInPortal, print: (line: string) => void): () => void {
  let announced = 0;
  return () => {
    const codes = standIn.sentCodes();
    for (const { to, code } of codes.slice(announced)) print(`✉ ${to}: ${code}`);
    announced = codes.length;
  };
}
