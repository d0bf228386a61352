// Renders the overlays for Kubernetes: no unknown field, no wrong format, nothing that the product lacks; needs kubectl.
// No cluster is asked. A Deployment is not started here, and a Job, an autoscaler, a budget, a policy and an Ingress never are.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { faultsOf, type Manifest } from '../../support/manifests.ts';
import { scratchDir } from '../../support/scratch.ts';

/** A tool is missing. */
const NOT_CHECKED = 3;
const OVERLAYS = ['production', 'small', 'ingress', 'migrate'];

if (spawnSync('kubectl', ['version', '--client']).error) {
  console.error('not checked: there is no kubectl; install kubernetes-client, or kubectl itself');
  process.exit(NOT_CHECKED);
}

const render = (overlay: string): Manifest[] => {
  const text = execFileSync('kubectl', ['kustomize', `deploy/kubernetes/overlays/${overlay}`], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
};

/** Where kubernetes-models has the type of a manifest. */
const moduleOf = ({ apiVersion, kind }: Manifest) => `kubernetes-models/${apiVersion}/${kind}`;

/** The lines of the compiler about manifests as values of their types. Excess properties are errors there. */
function typeFaults(manifests: Manifest[]): string[] {
  const dir = scratchDir('manifests');
  mkdirSync(join(dir, 'a'));
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  const lines = manifests.map(
    (manifest, index) =>
      `import type { I${manifest.kind} as T${index} } from '${moduleOf(manifest)}';\n` +
      `export const m${index}: T${index} = ${JSON.stringify(manifest, null, 1)};`,
  );
  writeFileSync(join(dir, 'a/all.ts'), lines.join('\n'));
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--ignoreConfig', 'a/all.ts'];
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options], {
    cwd: dir,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line.includes('error TS'));
}

/** The faults of the values of one manifest by the schemas of Kubernetes. */
async function formatFaults(manifest: Manifest): Promise<string[]> {
  const models = (await import(moduleOf(manifest))) as Record<string, new (value: Manifest) => { validate(): void }>;
  const Model = models[manifest.kind];
  if (!Model) return [`there is no kind ${manifest.kind}`];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`];
  }
}

async function faults(manifests: Manifest[]): Promise<string[]> {
  const formats = (await Promise.all(manifests.map(formatFaults))).flat();
  return [...typeFaults(manifests), ...formats, ...faultsOf(manifests)];
}

/** Faults of each kind, planted into the rendered manifests of production. */
const PLANTED: [what: string, find: string, replace: string][] = [
  ['an unknown field', '"replicas":3', '"replicas":3,"replica":3'],
  ['a value of another type', '"replicas":3', '"replicas":"3"'],
  ['an amount that is none', '"cpu":"250m"', '"cpu":"a quarter"'],
  ['memory in another unit', '"memory":"512Mi"', '"memory":"512M"'],
  ['a path that no probe answers', '/health/ready', '/healthz'],
  ['a setting that is not there', '"SHUTDOWN_DELAY"', '"SHUTDOWN_DELAYS"'],
  ['root', '"runAsNonRoot":true', '"runAsNonRoot":false'],
];

let isBroken = false;
for (const overlay of OVERLAYS) {
  const manifests = render(overlay);
  const found = await faults(manifests);
  console.log(
    `${overlay}: ${manifests.map(({ kind }) => kind).join(', ')}: ${found.length === 0 ? 'ok' : found.join('\n  ')}`,
  );
  isBroken ||= found.length > 0;
}
const sound = JSON.stringify(render('production'));
for (const [what, find, replace] of PLANTED) {
  if (!sound.includes(find)) throw new Error(`${find} is not in the manifests`);
  const found = await faults(JSON.parse(sound.replace(find, replace)) as Manifest[]);
  console.log(`planted ${what}: ${found.length > 0 ? 'found' : 'NOT FOUND'}`);
  isBroken ||= found.length === 0;
}
console.log(isBroken ? 'BROKEN' : 'ok');
if (isBroken) process.exitCode = 1;
