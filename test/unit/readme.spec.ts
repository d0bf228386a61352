import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'scripts' | 'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;

/** The names in back quotes in the first column of the tables of a text. */
const named = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

/** One section of a page, without its heading. */
const section = (path: string, title: string): string =>
  new RegExp(`^## ${title}\\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(readFileSync(path, 'utf8'))?.[1] ?? '';

test('the README is short enough to be read', () => {
  expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(150);
});

test('docs/dependencies.md has a line for every dependency, and no other', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const tracing = (JSON.parse(readFileSync('deploy/tracing/package.json', 'utf8')) as typeof manifest).dependencies;
  const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...tracing });
  expect(named(readFileSync('docs/dependencies.md', 'utf8')).toSorted()).toEqual(wanted.toSorted());
});

const listed = named(section('CONTRIBUTING.md', 'npm scripts'));

test('CONTRIBUTING.md has a line for every npm script, and no other', () => {
  const wanted = Object.keys(manifest.scripts).filter((name) => !/^(pre|post)/.test(name));
  const written = listed
    .filter((name) => name.startsWith('npm '))
    .map((command) => command.replace(/^npm (run )?/, ''));
  expect(written.toSorted()).toEqual(wanted.toSorted());
});

test('CONTRIBUTING.md has a line for every long proof, and no other', () => {
  const wanted = readdirSync('test/verify', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const written = listed.filter((name) => !name.startsWith('npm '));
  expect(written.toSorted()).toEqual(wanted.map(({ name }) => name).toSorted());
});
