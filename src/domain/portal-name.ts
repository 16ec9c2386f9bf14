/**
 * The name of a portal in messages: one of the two that AIFE runs, or a stand-in on this machine.
 */
export type PortalName = 'production' | 'qualification' | 'stand-in';

/** Returns whether a SIRET's check digit is required: qualification's structures are fictitious. */
export function checkDigitIn(name: PortalName | undefined): 'required' | 'warned' {
  return name === 'qualification' ? 'warned' : 'required';
}
