/** What a spreadsheet, or a list of settings that knows numbers, made of a telephone number. */
export type PhoneFault = 'zero-lost' | 'plus-lost' | 'rounded';

/** Which numbers the portal takes is not known; what happens to them before is. */
export function phoneFault(text: string): PhoneFault | undefined {
  const compact = text.replace(/\s/gu, '');
  if (/^[1-9]\d{8}$/u.test(compact)) return 'zero-lost';
  if (/^33[1-9]\d{8}$/u.test(compact)) return 'plus-lost';
  return /^\d[.,]\d+E\+?\d+$/iu.test(compact) ? 'rounded' : undefined;
}
