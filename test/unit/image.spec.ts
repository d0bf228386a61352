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

  it('copies all that .dockerignore lets through, and the schematics that nest-cli.json names', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    const allowed = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? [];
    expect([...new Set(copied)].toSorted()).toEqual(allowed.toSorted());
    expect(copied).toContain('schematics');
  });

  it('needs no shell to run, and no name of a user to see that it is not root', () => {
    const run = lines.filter((line) => /^ *(CMD|ENTRYPOINT)/.test(line));
    expect(run).toHaveLength(2);
    for (const line of run) expect(line).toMatch(/(CMD|ENTRYPOINT) \["node", /);
    expect(lines.filter((line) => line.startsWith('USER'))).toEqual(['USER 1000']);
  });
});
