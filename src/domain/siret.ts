declare const siretBrand: unique symbol;

/** An establishment's number: 14 digits, no spaces, checked by {@link parseSiret}. */
export type Siret = string & { readonly [siretBrand]: true };

/** The reason why a text is not a SIRET, with spreadsheet damage and other identifiers apart. */
export type SiretFault =
  | 'empty'
  | 'scientific-notation'
  | 'leading-zero-lost'
  | 'not-digits'
  | 'length'
  | 'check-digit'
  | 'no-establishment'
  | 'other-identifier'
  | 'siret-or-ridet';

export type SiretReading =
  { readonly siret: Siret; readonly warning?: 'check-digit' } | { readonly fault: SiretFault };

const LA_POSTE_SIREN = '356000000';

/**
 * Other identifiers found where a SIRET is expected: RIDET (New Caledonia), TAHITI (French
 * Polynesia), VAT numbers, RNA (associations).
 */
const OTHER_IDENTIFIERS = [
  /^\d{6,7}[.\-/]\d{3}$/u,
  /^[A-Z]\d{5}[.\-/]?\d{3}$/iu,
  /^FR[0-9A-Z]{2}\d{9}$/iu,
  /^W\d{9}$/iu,
];

/**
 * Parses a SIRET; spaces of any kind are allowed between digits.
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
  if (OTHER_IDENTIFIERS.some((form) => form.test(compact))) return { fault: 'other-identifier' };
  if (!/^\d+$/u.test(compact)) return { fault: 'not-digits' };
  if (compact.length !== 14) {
    const padded = compact.padStart(14, '0');
    const zeroLost = compact.length >= 10 && compact.length < 14 && hasValidCheckDigit(padded);
    return { fault: zeroLost ? 'leading-zero-lost' : 'length' };
  }
  // No company has this number, although its check digits are valid.
  if (compact.startsWith('000000000')) return { fault: 'no-establishment' };
  const isValid = hasValidCheckDigit(compact);
  if (!isValid && checkDigit === 'warned') {
    return { siret: compact as Siret, warning: 'check-digit' };
  }
  // New Caledonia's numbers are sometimes extended to the length of a SIRET by a leading 99.
  if (!isValid) return { fault: compact.startsWith('99') ? 'siret-or-ridet' : 'check-digit' };
  // A company's number padded with zeros: establishments count from 1.
  if (checkDigit === 'required' && compact.endsWith('00000')) return { fault: 'no-establishment' };
  return { siret: compact as Siret };
}

/**
 * Applies Luhn to the 14 digits and to the SIREN; La Poste's establishments other than its head
 * office need a digit sum that is a multiple of 5 (facts/piste-api.md section 5).
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

/** Returns the SIRETs that a text contains, without spaces. */
export function siretsIn(text: string): string[] {
  return text.replace(/(?<=\d)\s(?=\d)/gu, '').match(/(?<!\d)\d{14}(?!\d)/gu) ?? [];
}
