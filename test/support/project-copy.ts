import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tempDir } from './temp-dir.js';

const FILES = ['src', 'dist', 'scripts', 'package.json', 'openapi.json', 'nest-cli.json'];
const TSCONFIGS = ['tsconfig.json', 'tsconfig.build.json'];

/** A copy of the project in which a test may build and change files. It is removed after the test. @returns its folder */
export function projectCopy(): string {
  const cwd = tempDir();
  for (const name of [...FILES, ...TSCONFIGS]) cpSync(name, join(cwd, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
  return cwd;
}
