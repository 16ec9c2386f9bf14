import { RaccordError } from '../../errors/raccord-error.ts';
import { checkDigitIn, type PortalName } from '../../domain/portal-name.ts';
import { parseSiret, type Siret } from '../../domain/siret.ts';

/**
 * Parses a SIRET. In qualification, a wrong check digit only causes a warning.
 * @throws RaccordError SIRET_INVALID.
 */
export function siretOf(
  text: string,
  environment: PortalName | undefined,
  warn: (siret: Siret) => void = () => undefined,
): Siret {
  const reading = parseSiret(text, checkDigitIn(environment));
  if ('fault' in reading) {
    throw new RaccordError('SIRET_INVALID', { problems: [{ value: text, fault: reading.fault }] });
  }
  if (reading.warning !== undefined) warn(reading.siret);
  return reading.siret;
}
