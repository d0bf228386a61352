import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const README = readFileSync('README.md', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'scripts' | 'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;

const section = (title: string): string =>
  new RegExp(`^## ${title}\\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(README)?.[1] ?? '';

/** What stands in back quotes in the first column of the tables of a section. */
const named = (title: string): string[] =>
  [...section(title).matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) => {
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  });

test('every dependency has a line in the README, and every line a dependency', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(named('Dependencies').toSorted()).toEqual(wanted.toSorted());
});

test('every npm script has a line in the README, and every line a script', () => {
  const wanted = Object.keys(manifest.scripts).filter((name) => !/^(pre|post)/.test(name));
  const written = named('npm scripts').map((command) => command.replace(/^npm (run )?/, ''));
  expect(written.toSorted()).toEqual(wanted.toSorted());
});

test('every link of the README leads to a file', () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(4);
  for (const path of links) expect(existsSync(path), path).toBe(true);
});
