import { ValidateBy } from 'class-validator';

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d)))?$/i;
const FIRST_INSTANT = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The instant of an RFC 3339 date-time, or midnight UTC of a `YYYY-MM-DD`. Digits after the millisecond are cut.
 * @returns undefined for anything else, such as 30 February, hour 24, second 60, or an instant outside the years 0 to 9999.
 */
export function parseDueDate(text: string): Date | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', sign, aheadHours, aheadMinutes] =
    match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const date = new Date(local);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return undefined;
  if (sign !== undefined) {
    if (Number(aheadHours) > 23 || Number(aheadMinutes) > 59) return undefined;
    const ahead = (Number(aheadHours) * 60 + Number(aheadMinutes)) * 60_000;
    date.setTime(date.getTime() - (sign === '+' ? ahead : -ahead));
  }
  return date.getTime() >= FIRST_INSTANT && date.getTime() <= LAST_INSTANT ? date : undefined;
}

/** The instant of a text that has been validated with `IsDueDate`. Null and undefined stay as they are. */
export function instantOf<T extends string | null | undefined>(text: T): Date | Exclude<T, string> {
  if (typeof text !== 'string') return text as Exclude<T, string>;
  const instant = parseDueDate(text);
  if (!instant) throw new Error('The text of a date was not validated');
  return instant;
}

/** A string that `parseDueDate` can read. */
export const IsDueDate = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDueDate',
    validator: {
      validate: (value) => typeof value === 'string' && parseDueDate(value) !== undefined,
      defaultMessage: (args) => `${args?.property} must be an RFC 3339 date-time or a date like 2022-12-04`,
    },
  });
