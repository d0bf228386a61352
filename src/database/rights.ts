import { chmodSync, statSync } from 'node:fs';

/** The rights that a path gives to users who are neither its owner nor in its group, as the bits of `chmod`. */
const OTHERS = 0o007;
/** The right to write is dangerous for a folder, the right to read for a secret. */
export const [READ, WRITE] = [0o4, 0o2];

/** The rights of other users that were taken away, and those that are left. */
interface OthersRights {
  taken: number;
  left: number;
}

/**
 * Takes away the rights of other users, if the path is ours. The group keeps its rights, since volumes of containers are
 * shared by it. Windows has no such rights.
 */
export function takeOthersRights(path: string): OthersRights {
  if (process.geteuid === undefined) return { taken: 0, left: 0 };
  const { mode, uid } = statSync(path);
  if (mode & OTHERS && uid === process.geteuid()) change(path, mode & 0o7777 & ~OTHERS);
  const left = othersRights(path);
  return { taken: mode & OTHERS & ~left, left };
}

/** The rights of other users to a path; none on Windows. */
export const othersRights = (path: string): number =>
  process.geteuid === undefined ? 0 : statSync(path).mode & OTHERS;

/** Sets the rights of a path, where the file system lets its owner do so. */
function change(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!['EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

/** The rights of a path as `chmod` takes them, like 750. */
export const rightsOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
