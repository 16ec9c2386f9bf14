/** The damage done to a telephone number by a spreadsheet or by settings with numeric types. */
export type PhoneFault = 'zero-lost' | 'plus-lost' | 'rounded' | 'too-short';

/** Returns the damage, if any. The numbers that the portal accepts are not known. */
export function phoneFault(text: string): PhoneFault | undefined {
  const compact = text.replace(/\s/gu, '');
  if (/^[1-9]\d{8}$/u.test(compact)) return 'zero-lost';
  if (/^33[1-9]\d{8}$/u.test(compact)) return 'plus-lost';
  if (/^\d{1,2}$/u.test(compact)) return 'too-short';
  return /^\d[.,]\d+E\+?\d+$/iu.test(compact) ? 'rounded' : undefined;
}
