/**
 * What a portal is called in all that is told of it: one of the two that AIFE runs, or a stand-in for
 * them on this machine.
 */
export type PortalName = 'production' | 'qualification' | 'stand-in';

/** Returns how the check digit of a SIRET counts: the structures of qualification are fictitious. */
export function checkDigitIn(name: PortalName | undefined): 'required' | 'warned' {
  return name === 'qualification' ? 'warned' : 'required';
}
