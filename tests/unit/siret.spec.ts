import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { parseSiret } from '../../src/domain/siret.ts';

/** Every sign that Unicode counts as white space, and the byte order mark, which JavaScript adds. */
const WHITE_SPACE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

const VALID = ['73282932000074', '00562813600011', '35600000000048'];

function luhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

/** Eight digits and the SIREN's check digit, four digits and the whole number's check digit. */
function siretOf(company: string, establishment: string): string {
  const siren = company + luhnDigit(company);
  return siren + establishment + luhnDigit(siren + establishment);
}

/** Neither companies nor their establishments count from 0. */
const anySiret = fc
  .tuple(digits(8), digits(4))
  .filter((parts) => parts.every((part) => Number(part) > 0))
  .map(([one, other]) => siretOf(one, other));

function isRead(text: string, siret: string): boolean {
  const reading = parseSiret(text);
  return 'siret' in reading && reading.siret === siret && reading.warning === undefined;
}

function faultOf(text: string): string | undefined {
  const reading = parseSiret(text);
  return 'fault' in reading ? reading.fault : undefined;
}

/** A number after 99 may be one of another kind. */
function isMistyped(text: string): boolean {
  return faultOf(text) === (text.startsWith('99') ? 'siret-or-ridet' : 'check-digit');
}

test('a valid SIRET is read', () => {
  for (const text of VALID) expect(parseSiret(text)).toEqual({ siret: text });
  fc.assert(fc.property(anySiret, (siret) => isRead(siret, siret)));
});

test('spaces of any kind may stand between digits', () => {
  for (const text of [
    '732 829 320 00074',
    '732\u00a0829\u00a0320\u00a000074',
    '732\u202f829\u202f320\u202f00074',
    ' 73282932000074\t',
    '732\u2009829 320\u300000074\r\n',
  ]) {
    expect(parseSiret(text)).toEqual({ siret: '73282932000074' });
  }
});

test('any amount of white space, anywhere, changes nothing', () => {
  const gap = fc.string({ unit: fc.constantFrom(...WHITE_SPACE), maxLength: 40 });
  const gaps = fc.array(gap, { minLength: 15, maxLength: 15 });
  fc.assert(
    fc.property(anySiret, gaps, (siret, between) => {
      const spaced = between.map((space, at) => space + siret.charAt(at)).join('');
      return isRead(spaced, siret);
    }),
  );
  fc.assert(fc.property(gap, (space) => faultOf(space) === 'empty'));
});

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(anySiret, fc.nat(13), fc.integer({ min: 1, max: 9 }), (siret, at, shift) => {
      fc.pre(!siret.startsWith('356000000'));
      const wrong = String((Number(siret[at]) + shift) % 10);
      const changed = siret.slice(0, at) + wrong + siret.slice(at + 1);
      return isMistyped(changed);
    }),
    { numRuns: 1000 },
  );
});

test('two neighbouring digits exchanged are noticed, except 0 and 9', () => {
  fc.assert(
    fc.property(anySiret, fc.nat(12), (siret, at) => {
      const [one = '', other = ''] = siret.slice(at, at + 2);
      fc.pre(one !== other && !['09', '90'].includes(one + other));
      fc.pre(!siret.startsWith('356000000'));
      const exchanged = siret.slice(0, at) + other + one + siret.slice(at + 2);
      return isMistyped(exchanged);
    }),
  );
});

test('an establishment of La Poste needs a digit sum that is a multiple of five', () => {
  // 3 + 5 + 6 = 14, so the establishment's five digits must add up to 1, 6, 11, …
  expect(parseSiret('35600000000001')).toEqual({ siret: '35600000000001' });
  expect(parseSiret('35600000049837')).toEqual({ siret: '35600000049837' });
  expect(parseSiret('35600000000002')).toEqual({ fault: 'check-digit' });
  // The rule is La Poste's alone.
  expect(parseSiret('35600100000000')).toEqual({ fault: 'check-digit' });
});

test('the head office of La Poste passes the ordinary check', () => {
  const headOffice = siretOf('35600000', '0004');
  expect(parseSiret(headOffice)).toEqual({ siret: headOffice });
});

test('what a spreadsheet makes of a SIRET is told by its name', () => {
  for (const text of ['7,32829E+13', '7.32829320000740E+13', '9E13', '9,00000e+13']) {
    expect(parseSiret(text)).toEqual({ fault: 'scientific-notation' });
  }
  const siret = siretOf('01234567', '0001');
  expect(parseSiret(siret)).toEqual({ siret });
  expect(parseSiret(siret.slice(1))).toEqual({ fault: 'leading-zero-lost' });
});

test('what is no SIRET at all is told by its fault', () => {
  expect(parseSiret('')).toEqual({ fault: 'empty' });
  expect(parseSiret(' \u00a0\t')).toEqual({ fault: 'empty' });
  expect(parseSiret('732829320')).toEqual({ fault: 'length' });
  expect(parseSiret('732829320000745')).toEqual({ fault: 'length' });
  expect(parseSiret('7328293200007X')).toEqual({ fault: 'not-digits' });
  expect(parseSiret('732-829-320-00074')).toEqual({ fault: 'not-digits' });
  expect(parseSiret('٧٣٢٨٢٩٣٢٠٠٠٠٧٤')).toEqual({ fault: 'not-digits' });
});

test('a number that no establishment has is refused, though its check digits are right', () => {
  for (const text of ['00000000000000', '000 000 000 00000', siretOf('00000000', '0001')]) {
    expect(parseSiret(text)).toEqual({ fault: 'no-establishment' });
    expect(parseSiret(text, 'warned')).toEqual({ fault: 'no-establishment' });
  }
  // A company's number that was filled up with zeros: for one in ten the check digit is right.
  const filled = fc.nat(99_999_999).map((company) => {
    const digits8 = String(company).padStart(8, '0');
    return `${digits8}${luhnDigit(digits8)}00000`;
  });
  fc.assert(fc.property(filled, (text) => faultOf(text) !== undefined));
});

test('identifiers that are no SIRET are told as what they are', () => {
  for (const text of [
    '1234567.001',
    '123456.001',
    'E80208001',
    'e80208',
    'FR40303265045',
    'W751234567',
  ]) {
    expect(parseSiret(text), text).toEqual({
      fault: text === 'e80208' ? 'not-digits' : 'other-identifier',
    });
  }
  expect(parseSiret('99012345600001')).toEqual({ fault: 'siret-or-ridet' });
  // Companies have such numbers too.
  const siret = siretOf('99012345', '0001');
  expect(parseSiret(siret)).toEqual({ siret });
});

test('any text is either read as fourteen digits or told with a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const reading = parseSiret(text);
      return 'siret' in reading ? /^\d{14}$/u.test(reading.siret) : reading.fault.length > 0;
    }),
  );
});

test('outside production a wrong check digit is a warning', () => {
  expect(parseSiret('73282932000075', 'warned')).toEqual({
    siret: '73282932000075',
    warning: 'check-digit',
  });
  expect(parseSiret('73282932000074', 'warned')).toEqual({ siret: '73282932000074' });
  expect(parseSiret('7328293200007', 'warned')).toEqual({ fault: 'length' });
});
