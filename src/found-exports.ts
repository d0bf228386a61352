import { globSync } from 'node:fs';
import { extname } from 'node:path';

/**
 * All exports of the files below this folder that a pattern finds, by their names, in the order of their paths. The pattern
 * has no extension, since the source and the build have different ones. No file that imports this one knows the features.
 */
export async function foundExports(pattern: string): Promise<[name: string, value: unknown][]> {
  const files = globSync(pattern + extname(import.meta.url), { cwd: import.meta.dirname }).sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, import.meta.url).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.entries(module));
}
