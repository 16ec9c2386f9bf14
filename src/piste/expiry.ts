const PARIS_DAY = new Intl.DateTimeFormat('fr-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/**
 * Returns the ISO date of an API date-time. With an offset (`2028-01-22T23:00:00.000Z`), it is the
 * day in Paris; without one, the date as written. Returns undefined for anything else.
 */
export function expiryDate(text: string): string | undefined {
  const [, day, rest = ''] = /^(\d{4}-\d{2}-\d{2})(?:$|[T ](.*)$)/u.exec(text.trim()) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(day))) return undefined;
  const offset = /(?:Z|[+-]\d{2}):?(\d{2})?$/u.exec(rest);
  if (offset === null) return day;
  // `+0100`, as Java writes it, lacks the colon that Date.parse requires.
  const time = Date.parse(`${day}T${rest.replace(/([+-]\d{2})(\d{2})?$/u, colonOffset)}`);
  return Number.isNaN(time) ? day : PARIS_DAY.format(time);
}

function colonOffset(_: string, hours: string, minutes = '00'): string {
  return `${hours}:${minutes}`;
}
