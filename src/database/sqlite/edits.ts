import type { SQLInputValue } from 'node:sqlite';
import type { Versions } from '../../versions.js';

export type Params = Record<string, SQLInputValue>;

/** The condition that a row is at one of the allowed versions. A list of them is one JSON array, whatever its length. */
export function atVersion({ only, except }: Versions = {}): { sql: string; params: Params } {
  const conditions = [
    only && 'AND version IN (SELECT value FROM json_each(:only))',
    except === '*' ? 'AND false' : except && 'AND version NOT IN (SELECT value FROM json_each(:except))',
  ];
  return {
    sql: conditions.filter(Boolean).join(' '),
    params: {
      ...(only && { only: JSON.stringify(only) }),
      ...(except && except !== '*' && { except: JSON.stringify(except) }),
    },
  };
}

/** The columns that an edit names: those that are not undefined. A date is stored in milliseconds, and true as 1. */
export const columnsOf = (columns: Record<string, SQLInputValue | Date | boolean | undefined>): Params =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [[name, stored(value)]])),
  );

const stored = (value: SQLInputValue | Date | boolean): SQLInputValue =>
  value instanceof Date || typeof value === 'boolean' ? Number(value) : value;

/**
 * The assignments of an UPDATE that sets these columns, each to the parameter of its name. When a value changes, `version`
 * grows by one and `updated_at` becomes `:now`. Otherwise both stay.
 */
export function assignments(columns: Params): string {
  const names = Object.keys(columns);
  const differs = names.map((name) => `${name} IS NOT :${name}`).join(' OR ') || 'false';
  const set = names.map((name) => `${name} = :${name}, `).join('');
  return `${set}version = version + (${differs}), updated_at = iif(${differs}, :now, updated_at)`;
}
