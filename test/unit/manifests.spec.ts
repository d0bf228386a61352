import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultsOf, type Manifest } from '../support/manifests.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const ROOT = 'deploy/kubernetes';
const version = (JSON.parse(read('package.json')) as { version: string }).version;
const settings = (): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'todo-api' },
  data: parseEnv(read(`${ROOT}/base/settings.env`)) as Record<string, string>,
});
const manifest = (path: string) => parse(read(`${ROOT}/${path}`)) as Manifest;

interface Kustomization {
  resources: string[];
  patches?: { path: string }[];
  configMapGenerator?: { envs?: string[]; literals?: string[] }[];
  images?: { newTag: string }[];
}

const kustomizations = globSync(`${ROOT}/**/kustomization.yaml`);

describe.each(kustomizations)('%s', (path) => {
  const { resources, patches = [], configMapGenerator = [], images = [] } = parse(read(path)) as Kustomization;

  it('names files that exist, and all that are there', () => {
    const named = [
      ...resources,
      ...patches.map((patch) => patch.path),
      ...configMapGenerator.flatMap(({ envs = [] }) => envs),
    ];
    expect(named.filter((name) => !existsSync(join(dirname(path), name)))).toEqual([]);
    const there = globSync('*', { cwd: dirname(path) }).filter((name) => name !== 'kustomization.yaml');
    expect(named.filter((name) => !name.startsWith('..')).toSorted()).toEqual(there.toSorted());
  });

  it('sets settings that exist, and the version of the package', () => {
    const set = configMapGenerator.flatMap(({ literals = [] }) =>
      literals.map((literal) => literal.split('=', 1)[0] ?? ''),
    );
    const data = Object.fromEntries(set.map((name) => [name, '']));
    expect(faultsOf([{ ...settings(), data }])).toEqual([]);
    for (const { newTag } of images) expect(newTag).toBe(version);
    expect(read(path).match(/version: (.+)/g) ?? []).toEqual(images.map(() => `version: ${version}`));
  });
});

describe('the manifests', () => {
  it('fit the product, and run without rights', () => {
    const job = manifest('overlays/migrate/job.yaml');
    expect(faultsOf([settings(), manifest('base/deployment.yaml'), job])).toEqual([]);
    expect(job.metadata.name).toBe(`todo-api-migrate-${version.replaceAll('.', '-')}`);
  });

  it.each<[string, string, string, string]>([
    ['a path that no probe answers', '/health/ready', '/healthz', 'readinessProbe asks /healthz on management'],
    [
      'a probe on the port of the API',
      'path: /health/live\n              port: management',
      'path: /health/live\n              port: http',
      'startupProbe asks',
    ],
    ['a port of another number', 'containerPort: 9090', 'containerPort: 9091', 'the port management is not 9090'],
    [
      'too short a time to stop',
      'PeriodSeconds: 30',
      'PeriodSeconds: 15',
      'it is killed after 15 s, and a stop may take 15 s',
    ],
    ['a setting that is not there', 'name: NODE_OPTIONS', 'name: LOG_LEVLE', 'there is no setting LOG_LEVLE'],
    ['memory in another unit', 'memory: 512Mi', 'memory: 512M', 'memory is not in Mi or Gi'],
    ['root', 'runAsNonRoot: true', 'runAsNonRoot: false', 'it may run as root'],
    [
      'a writable file system',
      'readOnlyRootFilesystem: true',
      'readOnlyRootFilesystem: false',
      'its file system can be written',
    ],
    ['capabilities', '- ALL', '- NET_RAW', 'it keeps capabilities'],
    ['privileges', 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true', 'it may get more rights'],
    ['no seccomp profile', 'RuntimeDefault', 'Unconfined', 'it has no seccomp profile'],
    [
      'a token',
      'automountServiceAccountToken: false',
      'automountServiceAccountToken: true',
      'it has a token of the cluster',
    ],
    ['another image', 'image: todo-api', 'image: todo-api:latest', 'the image todo-api:latest is not of'],
  ])('are not accepted with %s', (_, text, wrong, fault) => {
    const before = read(`${ROOT}/base/deployment.yaml`);
    expect(before).toContain(text);
    const broken = parse(before.replace(text, wrong)) as Manifest;
    expect(faultsOf([settings(), broken]).join('\n')).toContain(fault);
  });
});
