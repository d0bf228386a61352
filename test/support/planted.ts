import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scratchDir } from './scratch.js';

export { removeDir as remove } from './scratch.js';

/** A copy of the sources with more files in it, for a checker to find. @returns its folder */
export function planted(files: readonly (readonly [path: string, text: string])[], ...configs: string[]): string {
  const dir = scratchDir('planted');
  for (const name of ['src', 'tsconfig.json', 'package.json', ...configs]) {
    cpSync(name, join(dir, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, 'src', path)), { recursive: true });
    writeFileSync(join(dir, 'src', path), text);
  }
  return dir;
}

const runTool = (cwd: string, tool: string, args: string[]) =>
  spawnSync(process.execPath, [resolve('node_modules/.bin', tool), ...args], { cwd, maxBuffer: 1e8, encoding: 'utf8' });

/** The report of a checker of node_modules, which is JSON. */
export function reportOf(cwd: string, tool: string, ...args: string[]): unknown {
  const { stdout, stderr } = runTool(cwd, tool, args);
  if (stdout === '') throw new Error(`${tool} has no report: ${stderr}`);
  return JSON.parse(stdout);
}

/** Whether a checker of node_modules finds nothing. */
export const passes = (cwd: string, tool: string, ...args: string[]): boolean => runTool(cwd, tool, args).status === 0;
