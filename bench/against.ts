// The build of another commit, to compare it with this one, or to run both on the same data.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILD_MS = 240_000;

const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

/**
 * Builds a commit in a work tree, which is removed when this process exits. It uses the packages of the present commit.
 * @returns the short name of the commit, and the folder of its build
 */
export function buildOf(ref: string): { name: string; dist: string } {
  const name = git('rev-parse', '--short', '--verify', `${ref}^{commit}`);
  // It lies in the project's folder, where its modules find the packages.
  const tree = join(ROOT, 'reports/bench', `${name}-${process.pid}`);
  mkdirSync(join(ROOT, 'reports/bench'), { recursive: true });
  process.on('exit', () => {
    rmSync(tree, { recursive: true, force: true });
    git('worktree', 'prune');
  });
  git('worktree', 'add', '--quiet', '--detach', tree, name);
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  if (text(tree, 'package-lock.json') !== text(ROOT, 'package-lock.json'))
    console.log(`${name} has other packages than the present commit; it runs with those of the present one.`);
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  execFileSync(process.execPath, [nest, 'build'], {
    cwd: tree,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: BUILD_MS,
  });
  return { name, dist: join(tree, 'dist') };
}

const text = (folder: string, file: string): string | undefined =>
  existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
