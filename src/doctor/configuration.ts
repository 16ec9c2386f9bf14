import type { Config } from '../config/config.ts';
import { isRaccordError } from '../errors/raccord-error.ts';
import { withoutHome } from './machine.ts';
import { validRecipients } from '../credentials/keys/key-files.ts';
import type { Check } from './doctor-report.ts';

type ConfigurationCheck = Omit<Check, 'section'>;

/** Describes a valid configuration. */
export async function checkConfiguration(
  config: Config,
  sourceOf: (variable: 'CHORUS_URL' | 'CHORUS_ENV') => string | undefined,
): Promise<ConfigurationCheck[]> {
  return [
    { name: 'valid', result: 'good', found: config.environment },
    checkPortal(config, sourceOf),
    checkHome(config),
    checkAdministrator(config),
    await checkRecipients(config),
  ];
}

/** Returns the portal's address, with the variable that sets it and where it is set. */
function checkPortal(
  { portalUrl, environment }: Config,
  sourceOf: (variable: 'CHORUS_URL' | 'CHORUS_ENV') => string | undefined,
): ConfigurationCheck {
  const given = (['CHORUS_URL', 'CHORUS_ENV'] as const)
    .map((variable) => [variable, sourceOf(variable)].filter((part) => part !== undefined))
    .find((parts) => parts.length === 2);
  return {
    name: 'portal',
    result: 'good',
    found: `${portalUrl.origin}${portalUrl.pathname} (${given?.join(', ') ?? environment})`,
  };
}

/** Returns the home folder and the setting that defines it. */
function checkHome({ home, homeFrom }: Config): ConfigurationCheck {
  const named = homeFrom === 'given' ? `${home} (RACCORD_HOME)` : home;
  return {
    name: 'home',
    result: homeFrom === 'folder' ? 'warning' : 'good',
    found: withoutHome(named),
  };
}

/** Lists which of the administrator's credentials are set, without their values. */
function checkAdministrator({ login, password, totpSecret }: Config): ConfigurationCheck {
  const given = Object.entries({
    CHORUS_LOGIN: login,
    CHORUS_PASSWORD: password,
    CHORUS_TOTP_SECRET: totpSecret,
  }).filter(([, value]) => value !== undefined);
  return {
    name: 'administrator',
    result: login === undefined || password === undefined ? 'warning' : 'good',
    found: given.map(([variable]) => variable).join(', '),
  };
}

async function checkRecipients({ recipients }: Config): Promise<ConfigurationCheck> {
  try {
    const { length } = await validRecipients(recipients);
    return {
      name: 'recipients',
      result: length === 0 ? 'warning' : 'good',
      found: length === 0 ? 'RACCORD_HOME' : `RACCORD_RECIPIENTS: ${length}`,
    };
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'RECIPIENT_INVALID') throw error;
    const { recipient, reason } = error.details;
    return { name: 'recipients', result: 'mistake', found: `${recipient}: ${reason}` };
  }
}
