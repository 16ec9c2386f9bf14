import type { Config } from '../config/config.ts';
import { HALVES, type Half } from '../domain/enrolment.ts';
import { RaccordError } from '../domain/errors.ts';
import type { Contact, EnrolmentRequest } from '../domain/outcome.ts';
import { present } from '../domain/present.ts';
import { parseSiret, type Siret } from '../domain/siret.ts';

/** The flags that say what to do for one SIRET. */
export interface EnrolmentFlags {
  readonly siret: string;
  readonly application?: string;
  readonly only?: Half;
  readonly newAccount?: true;
  readonly notOnPortal?: true;
  readonly accountEmail?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly contactEmail?: string;
  readonly contactFax?: string;
}

export const ONLY_CHOICES: readonly string[] = HALVES;

/**
 * Reads a SIRET as the configured environment wants it.
 * @throws RaccordError SIRET_INVALID.
 */
export function siretOf(
  text: string,
  config: Config,
  warn: (siret: Siret) => void = () => undefined,
): Siret {
  const reading = parseSiret(text, config.environment === 'production' ? 'required' : 'warned');
  if ('fault' in reading) {
    throw new RaccordError('SIRET_INVALID', { problems: [{ value: text, fault: reading.fault }] });
  }
  if (reading.warning !== undefined) warn(reading.siret);
  return reading.siret;
}

/**
 * What is asked for one SIRET: flags, then the configuration's contact.
 * @throws RaccordError SIRET_INVALID; CONFIG_INVALID where the contact is not complete.
 */
export function requestOf(
  flags: EnrolmentFlags,
  config: Config,
  warn: (siret: Siret) => void,
): EnrolmentRequest {
  const contact: Partial<Contact> = {
    ...config.contact,
    ...present<Partial<Contact>>({
      name: flags.contactName,
      phone: flags.contactPhone,
      email: flags.contactEmail,
      fax: flags.contactFax,
    }),
  };
  const problems = flags.only === 'account' ? [] : missingIn(contact);
  const siret = siretOf(flags.siret, config, warn);
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  return present<EnrolmentRequest>({
    siret,
    only: flags.only,
    applicationName: flags.application,
    contact: { name: '', phone: '', email: '', ...contact },
    accountEmail: flags.accountEmail,
    newAccount: flags.newAccount === true,
  });
}

/** The form's "Nom Prénom", "Téléphone" and "Adresse électronique" are mandatory (facts/source.md). */
function missingIn(contact: Partial<Contact>): string[] {
  return (['name', 'phone', 'email'] as const)
    .filter((part) => contact[part] === undefined)
    .map((part) => `RACCORD_CONTACT_${part.toUpperCase()} (--contact-${part}): missing`);
}
