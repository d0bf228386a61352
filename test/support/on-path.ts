import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a program is: in a folder of PATH, or else in one of `folders`. */
export const onPath = (name: string, ...folders: string[]): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), ...folders].map((folder) => join(folder, name)).find(isProgram);
