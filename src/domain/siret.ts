declare const siretBrand: unique symbol;

/** An establishment's number: 14 digits, no spaces, checked by {@link parseSiret}. */
export type Siret = string & { readonly [siretBrand]: true };

/** Why a text is no SIRET. The two spreadsheet accidents have names of their own. */
export type SiretFault =
  'empty' | 'scientific-notation' | 'leading-zero-lost' | 'not-digits' | 'length' | 'check-digit';

export type SiretReading =
  { readonly siret: Siret; readonly warning?: 'check-digit' } | { readonly fault: SiretFault };

const LA_POSTE_SIREN = '356000000';

/**
 * Reads a SIRET; spaces of any kind are allowed between digits.
 *
 * @param checkDigit `warned` outside production: the fictitious structures of the qualification
 * environment often fail the Luhn check (facts/piste-api.md section 5).
 */
export function parseSiret(
  text: string,
  checkDigit: 'required' | 'warned' = 'required',
): SiretReading {
  const compact = text.replace(/\s/gu, '');
  if (compact === '') return { fault: 'empty' };
  if (/^\d+([.,]\d+)?E\+?\d+$/iu.test(compact)) return { fault: 'scientific-notation' };
  if (!/^\d+$/u.test(compact)) return { fault: 'not-digits' };
  if (compact.length !== 14) {
    const padded = compact.padStart(14, '0');
    const zeroLost = compact.length >= 10 && compact.length < 14 && hasValidCheckDigit(padded);
    return { fault: zeroLost ? 'leading-zero-lost' : 'length' };
  }
  if (hasValidCheckDigit(compact)) return { siret: compact as Siret };
  return checkDigit === 'warned'
    ? { siret: compact as Siret, warning: 'check-digit' }
    : { fault: 'check-digit' };
}

/**
 * Luhn over the 14 digits and over the SIREN; La Poste's establishments other than its head office
 * are checked by a digit sum that is a multiple of 5 (facts/piste-api.md section 5).
 */
function hasValidCheckDigit(digits: string): boolean {
  if (digits.startsWith(LA_POSTE_SIREN) && digitSum(digits) % 5 === 0) return true;
  return luhn(digits) && luhn(digits.slice(0, 9));
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function digitSum(digits: string): number {
  return [...digits].reduce((total, digit) => total + Number(digit), 0);
}

/** The SIRET in groups as people write it: `732 829 320 00074`. */
export function formatSiret(siret: Siret): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/u, '$1 $2 $3 $4');
}
