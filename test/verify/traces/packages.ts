import { execFileSync } from 'node:child_process';
import { cpSync, globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scratchDir } from '../../support/scratch.ts';
import { MB } from '../usage.ts';

/** Installs the packages of the tracing in a folder outside the project. @returns the file for `node --import` */
export function installTracing(): string {
  const dir = scratchDir('tracing');
  cpSync(resolve('deploy/tracing'), dir, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: dir,
    stdio: 'inherit',
  });
  const files = globSync('node_modules/**', { cwd: dir }).map((path) => statSync(join(dir, path)));
  const bytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  const packages = globSync('node_modules/{*,@*/*}/package.json', { cwd: dir }).length;
  console.log(`the packages: ${packages}, ${(bytes / MB).toFixed(1)} MB`);
  return join(dir, 'register.mjs');
}
