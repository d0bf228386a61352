import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LEFT = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage']);

/** Copies the repository into a folder, where its tests can run and its files may be changed. */
export function copyRepository(dir: string): void {
  for (const name of readdirSync(ROOT)) {
    if (!LEFT.has(name)) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
}
