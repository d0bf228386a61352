import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LEFT = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage', 'reports']);

/** Whether it belongs to the repository: the packages and the build of the bench's contenders do not. */
const isOurs = (path: string): boolean => !/\/contenders\/(?:node_modules|dist)$/.test(path);

/** Copies the repository into a folder, where its tests can run and its files may be changed. */
export function copyRepository(dir: string): void {
  for (const name of readdirSync(ROOT)) {
    if (!LEFT.has(name)) cpSync(join(ROOT, name), join(dir, name), { recursive: true, filter: isOurs });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
}
