/** The local date and time in a time zone. */
export interface WallClock {
  /** `2026-11-23` */
  readonly date: string;
  /** `22:00:00` */
  readonly time: string;
  /** Minutes since midnight by local time, regardless of clock changes. */
  readonly minuteOfDay: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Returns the local time in a time zone.
 * @param timezone an IANA name that the system knows; validated when the configuration is read.
 */
export function wallClock(date: Date, timezone: string): WallClock {
  const parts = new Map(
    formatFor(timezone)
      .formatToParts(date)
      .map((part) => [part.type, part]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type)?.value ?? '';
  return {
    date: [read('year'), read('month'), read('day')].join('-'),
    time: [read('hour'), read('minute'), read('second')].join(':'),
    minuteOfDay: Number(read('hour')) * 60 + Number(read('minute')),
  };
}

/** Returns a time in the format of messages: `2026-11-23 22:00:00 (Europe/Paris)`. */
export function formatMoment(date: Date, timezone: string): string {
  const { date: day, time } = wallClock(date, timezone);
  return `${day} ${time} (${timezone})`;
}

/** Returns a time in the format of tables: `2026-11-23 22:00`. */
export function minuteOf(moment: string, timezone: string): string {
  const { date, time } = wallClock(new Date(moment), timezone);
  return `${date} ${time.slice(0, 5)}`;
}

/** Returns a cached format: creating one costs a hundred times as much as using it. */
function formatFor(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timezone, made);
  return made;
}
