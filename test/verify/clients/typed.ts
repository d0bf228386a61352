import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { scratchDir } from '../../support/scratch.ts';

const HERE = import.meta.dirname;

/** Strict options, and only what a browser and Node share beside the language. */
const OPTIONS = {
  target: 'ES2024',
  module: 'nodenext',
  lib: ['ES2024', 'DOM', 'DOM.Iterable'],
  types: ['node'],
  skipLibCheck: true,
  strict: true,
  noUncheckedIndexedAccess: true,
};

/** Makes TypeScript in a folder able to import our packages, and to be compiled with the options above. */
export function prepare(dir: string, options: object): void {
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...OPTIONS, ...options } }));
}

/** A folder with our programs and the types that openapi-typescript generates for them from openapi.json. */
export async function typedClient(): Promise<string> {
  const dir = scratchDir('typed-client');
  prepare(dir, { noEmit: true });
  cpSync(join(HERE, 'programs/openapi-typescript'), dir, { recursive: true });
  const types = await openapiTypescript(new URL('../../../openapi.json', import.meta.url));
  // As todo-api.d.ts, it would be skipped as a part of a library.
  writeFileSync(join(dir, 'todo-api.ts'), astToString(types));
  return dir;
}

/** Compiles a folder with our TypeScript. @returns the errors */
export function compileErrors(dir: string): string[] {
  const args = [resolve('node_modules/.bin/tsc'), '--pretty', 'false'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

/** The one error that these folders must have: a number is no due date. */
export const WRONG_DUE_DATE = /^wrong\.ts\(3,\d+\): error TS2322: Type 'number' is not assignable to type 'string/;
