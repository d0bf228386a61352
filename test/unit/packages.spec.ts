import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Package {
  version: string;
  dev?: boolean;
  link?: boolean;
  license?: string;
  hasInstallScript?: boolean;
}

interface Manifest {
  license?: string;
  licenses?: { type: string }[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, Package> };
const production = Object.entries(packages).filter(([path, { dev, link }]) => path !== '' && !dev && !link);
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

/** Licences that ask for no more than their own text. */
const PERMISSIVE = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0']);

/** Those that tell their licence in their readme only. */
const IN_README = new Map([['pause', 'MIT']]);

/** Old packages tell their licence in their own file only, and some in a list. */
function licenceOf([path, { license }]: [string, Package]): string | undefined {
  if (license !== undefined || !existsSync(join(path, 'package.json'))) return license;
  const manifest = read(join(path, 'package.json')) as Manifest;
  return manifest.license ?? manifest.licenses?.[0]?.type ?? IN_README.get(nameOf(path));
}

describe('the packages of a production installation', () => {
  it('have permissive licences', () => {
    expect(production.length).toBeGreaterThan(100);
    const others = production.map((each) => [each[0], licenceOf(each)] as const);
    expect(others.filter(([, licence]) => !PERMISSIVE.has(licence ?? ''))).toEqual([]);
  });

  it('need no install script', () => {
    const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
    const withScript = production.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(withScript.filter((name) => allowScripts[name] !== false)).toEqual([]);
  });

  it('are those that npm run sbom lists', () => {
    const sbom = execFileSync(process.execPath, ['scripts/sbom.ts'], { encoding: 'utf8' });
    const { bomFormat, metadata, components } = JSON.parse(sbom) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { purl: string }[];
    };
    expect([bomFormat, metadata.component.name]).toEqual(['CycloneDX', 'todo-api']);
    const listed = components.map(({ purl }) => decodeURIComponent(purl.replace('pkg:npm/', '')));
    const expected = production.map(([path, { version }]) => `${nameOf(path)}@${version}`);
    expect([...new Set(listed)].sort()).toEqual([...new Set(expected)].sort());
  });
});
