import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A copy of the sources with files added to it, to see a checker find them. */
export function planted(files: readonly (readonly [path: string, text: string])[], ...configs: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'todo-planted-'));
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

export const remove = (dir: string): void => {
  rmSync(dir, { recursive: true });
};

const runTool = (cwd: string, tool: string, args: string[]) =>
  spawnSync(process.execPath, [resolve('node_modules/.bin', tool), ...args], { cwd, maxBuffer: 1e8, encoding: 'utf8' });

/** What a checker of node_modules reports in JSON. */
export function reportOf(cwd: string, tool: string, ...args: string[]): unknown {
  const { stdout, stderr } = runTool(cwd, tool, args);
  if (stdout === '') throw new Error(`${tool} says nothing: ${stderr}`);
  return JSON.parse(stdout);
}

/** Whether a checker of node_modules is satisfied. */
export const passes = (cwd: string, tool: string, ...args: string[]): boolean => runTool(cwd, tool, args).status === 0;
