import { PreconditionFailed } from '../http/answer/refusals.js';
import type { Versions } from '../versions.js';

interface Versioned {
  id: string;
  version: number;
}

/** The refusal of a write at a version that `If-Match` or `If-None-Match` does not allow. `name` is for example `Todo`. */
export const unmet = (name: string, { id, version }: Versioned, { only }: Versions): PreconditionFailed =>
  new PreconditionFailed(
    only && !only.includes(version)
      ? `${name} ${id} has been changed by somebody else`
      : `${name} ${id} is there in a version that If-None-Match excludes`,
    version,
  );

/**
 * Whether an edit has taken place already, so that its `If-Match` names an earlier version (RFC 9110, 13.1.1): it names at
 * least one field, and every field that it names has the value.
 */
export function isRepeated<T extends Versioned>(
  stored: T,
  changes: { [Field in keyof T]?: T[Field] | null },
  { only = [], except = [] }: Versions,
): boolean {
  if (!only.some((version) => version < stored.version) || except === '*' || except.includes(stored.version))
    return false;
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined) as [keyof T, unknown][];
  return sent.length > 0 && sent.every(([field, value]) => plain(stored[field]) === plain(value));
}

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : (value ?? null));
