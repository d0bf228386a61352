import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.js';

/** The rights of a path as `chmod` takes them, like 750. */
export const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

/** A new folder with these rights, which every user can reach. It is removed after the test. */
export function folderOf(mode: string): string {
  const parent = tempDir();
  chmodSync(parent, 0o755);
  const dir = join(parent, 'data');
  mkdirSync(dir);
  chmodSync(dir, Number.parseInt(mode, 8));
  return dir;
}

/** A new file with these rights. @returns its path */
export function placeFile(dir: string, name: string, { mode, text }: { mode: string; text: string }): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  chmodSync(path, Number.parseInt(mode, 8));
  return path;
}
