import type { RosterReason } from '../../src/errors/roster-problem.ts';
import type { RosterOptions } from '../../src/roster/rows.ts';
import { parseRoster, type RosterFindings } from '../../src/roster/parse-roster.ts';

/** Fictitious establishments with right check digits; the last one begins with zeros. */
export const [FIRST, SECOND, THIRD, ZEROS] = [
  '73282932000074',
  '81263740300013',
  '90417253300013',
  '00562813600011',
] as const;

export function parseText(text: string, options: Partial<RosterOptions> = {}): RosterFindings {
  return parseBytes(Buffer.from(text), options);
}

export function parseBytes(bytes: Buffer, options: Partial<RosterOptions> = {}): RosterFindings {
  return parseRoster(bytes, { checkDigit: 'required', ...options });
}

/** `line:column:key` of each mistake, for tests that are about places. */
export function placesOf({ problems }: RosterFindings): string[] {
  return problems.map(({ line, column, reason }) => `${line}:${column}:${reason.key}`);
}

export function reasonsOf({ problems }: RosterFindings): RosterReason[] {
  return problems.map(({ reason }) => reason);
}

/** An establishment's number with right check digits, made from any two numbers. */
export function siretFrom(company: number, establishment: number): string {
  const siren = withCheckDigit(String((company % 99_999_999) + 1).padStart(8, '0'));
  return withCheckDigit(`${siren}${String((establishment % 9_999) + 1).padStart(4, '0')}`);
}

function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
