/** A fictitious establishment's number with right check digits, another for each index. */
export function siretFrom(index) {
  return withCheckDigit(`${withCheckDigit(String(10_000_000 + index * 37))}0001`);
}

function withCheckDigit(digits) {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
