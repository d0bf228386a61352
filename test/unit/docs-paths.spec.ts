import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const NOT_COMMITTED = ['**/node_modules', '**/dist', 'data', 'coverage', 'reports', '.git'];

/** Every file and folder of the repository. A folder ends in `/`. */
const paths = globSync(['**/*', '.*/**/*', '.*'], { exclude: NOT_COMMITTED, withFileTypes: true }).map(
  (entry) => relative('', resolve(entry.parentPath, entry.name)) + (entry.isDirectory() ? '/' : ''),
);
const pages = paths.filter((path) => path.endsWith('.md') && !path.startsWith('test/seed/'));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** One name in a path. `<feature>`, `<thing>`, `<name>` and `*` stand for any. */
const NAME = '(?:[a-zA-Z*]|<(?:feature|thing|name)>)(?:[\\w.*-]|<(?:feature|thing|name)>)*';
/** Links, URLs and variables of a shell are not paths of the repository. */
const START = '(?<![\\w./<>*$\\\\-])';
const FILE = new RegExp(`${START}(?:${NAME}/)*${NAME}\\.(?:ts|mjs|md|json|yml|http)(?![\\w/])`, 'g');
const FOLDER = new RegExp(`${START}(?:${NAME}/)+(?![\\w.*/-]|<(?:feature|thing|name)>)`, 'g');

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([match]) => match);

/** Whether a path, whole or without the folders that it begins with, is in the repository. */
function exists(path: string): boolean {
  const pattern = path
    .replace(/<\w+>|\*/g, '\0')
    .replace(/[.]/g, '\\$&')
    .replaceAll('\0', '[^/]+');
  return paths.some((one) => new RegExp(`(?:^|/)${pattern}$`).test(one));
}

/** The anchor that GitHub gives to a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));

it('finds pages, paths and commands to check', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/contract.md', 'bench/README.md']),
  );
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  expect(all(text, FILE)).toContain('config/config.ts');
  expect(all(text, FOLDER)).toContain('<feature>/repositories/');
  expect(exists('<feature>/repositories/') && exists('http/answer/errors.filter.ts')).toBe(true);
  expect(exists('common/http/') || exists('sqlite-todo.migrations.ts')).toBe(false);
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('names only files and folders that exist', () => {
    const named = [...all(text, FILE), ...all(text, FOLDER)].filter(
      // The walk through a new feature makes its comments.
      (path) => !/^(dist|data|node_modules|reports)\/|\bcomments?\b/.test(path),
    );
    expect(named.filter((path) => !exists(path))).toEqual([]);
  });

  it('links only to pages and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [link, path = '', heading] of links) {
      const target = path === '' ? page : join(dirname(page), path);
      expect(paths.includes(target) || paths.includes(`${target}/`), link).toBe(true);
      if (heading !== undefined) expect(anchorsOf(target), link).toContain(heading);
    }
  });

  it('names only npm scripts and proofs that exist', () => {
    const commands = [...text.matchAll(/\bnpm run ([\w:-]+)(?: -- ([\w-]+))?/g)];
    for (const [command, script = '', proof] of commands) {
      expect(Object.keys(scripts), command).toContain(script);
      if (script === 'verify' && proof !== undefined) expect(paths, command).toContain(`test/verify/${proof}/run.ts`);
    }
  });
});
