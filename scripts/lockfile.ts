// `npm run lockfile`: removes from package-lock.json the version of Node that each package asks for. npm compares them with
// the Node that npm itself runs on. That is not the Node that runs the packages, which is 24, from the lockfile as well. On
// Node 20 npm would warn of ten packages and, below 20.19, leave out the optional ones that Vitest needs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOCKFILE = fileURLToPath(new URL('../package-lock.json', import.meta.url));

interface Lockfile {
  packages: Record<string, { engines?: unknown }>;
}

/** The lockfile, with the `engines` of this project alone. */
export function withoutEngines(text: string): string {
  const lockfile = JSON.parse(text) as Lockfile;
  for (const [path, entry] of Object.entries(lockfile.packages)) if (path !== '') delete entry.engines;
  return `${JSON.stringify(lockfile, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(LOCKFILE, withoutEngines(readFileSync(LOCKFILE, 'utf8')));
