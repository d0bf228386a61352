// Installs and compiles the contenders, whose packages are not those of the product.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the contenders. */
export const CONTENDERS = fileURLToPath(new URL('contenders', import.meta.url));
const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

const INSTALL_MS = 240_000;
const COMPILE_MS = 120_000;

const text = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Makes the contenders ready to run. It installs their packages when the lockfile is another one than the last time. */
export function prepareContenders(): void {
  const [lockfile, installed] = [join(CONTENDERS, 'package-lock.json'), join(CONTENDERS, 'node_modules/.installed')];
  if (text(lockfile) !== text(installed)) {
    console.log('The packages of the contenders are being installed.');
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', flags, { cwd: CONTENDERS, stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS });
    copyFileSync(lockfile, installed);
  }
  execFileSync(process.execPath, [TSC, '-p', CONTENDERS], { stdio: 'inherit', timeout: COMPILE_MS });
}
