import { globSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Adapters } from './repository-of.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The adapters of every port of every feature: what the files `<port>.adapters` export. */
export async function allAdapters(): Promise<Adapters<unknown>[]> {
  const files = globSync(`*/*/*.adapters${extname(import.meta.url)}`, { cwd: ROOT }).sort();
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(ROOT + file).href) as Promise<object>));
  return modules.flatMap((module) => Object.values(module) as Adapters<unknown>[]);
}
