const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Days that are remembered. The dates of one list lie on a few days. */
const MOST_DAYS = 1_000;

const numbers = (length: number, digits: number): string[] =>
  Array.from({ length }, (_, number) => String(number).padStart(digits, '0'));
const OF_TWO_DIGITS = numbers(60, 2);
const OF_THREE_DIGITS = numbers(1_000, 3);

/** The text of each day up to the `T`, by the number of the day. */
const days = new Map<number, string>();

/**
 * The same text as `date.toISOString()`, at a part of its cost: a list has two or three dates in each todo.
 * @throws RangeError when the date is invalid
 */
export function instantText(date: Date): string {
  const ms = date.getTime();
  const day = Math.floor(ms / DAY_MS);
  const ofDay = ms - day * DAY_MS;
  const hour = Math.floor(ofDay / HOUR_MS);
  const minute = Math.floor((ofDay % HOUR_MS) / MINUTE_MS);
  const second = Math.floor((ofDay % MINUTE_MS) / SECOND_MS);
  const time = `${OF_TWO_DIGITS[hour]}:${OF_TWO_DIGITS[minute]}:${OF_TWO_DIGITS[second]}`;
  return `${days.get(day) ?? textOfDay(day, date)}${time}.${OF_THREE_DIGITS[ofDay % SECOND_MS]}Z`;
}

function textOfDay(day: number, date: Date): string {
  const text = date.toISOString();
  const upToTime = text.slice(0, text.indexOf('T') + 1);
  if (days.size >= MOST_DAYS) days.clear();
  days.set(day, upToTime);
  return upToTime;
}
