import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const lines = readFileSync('Dockerfile', 'utf8').split('\n');
const { version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; license: string };

describe('the Dockerfile', () => {
  it('takes its base from a build argument, so that it can be pinned by its digest', () => {
    const [first, ...stages] = lines.filter((line) => /^(ARG BASE|FROM)/.test(line));
    expect(first).toBe('ARG BASE=node:24-slim');
    expect(stages.map((stage) => stage.split(' ')[1])).toEqual(['${BASE}', '${BASE}', '${BASE}']);
  });

  it('installs without running the scripts of packages', () => {
    const installs = lines.filter((line) => line.includes('npm ci'));
    expect(installs).toHaveLength(2);
    for (const line of installs) expect(line).toContain('--ignore-scripts');
  });

  it('names the version and the licence of the package', () => {
    expect(lines.join('\n')).toContain(`org.opencontainers.image.version="${version}"`);
    expect(lines.join('\n')).toContain(`org.opencontainers.image.licenses="${license}"`);
  });
});
