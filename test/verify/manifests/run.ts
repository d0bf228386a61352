// Renders the overlays for Kubernetes: no unknown field, no wrong format, nothing that the product lacks; needs kubectl.
// No cluster is asked. Where there is podman, it runs the Deployment of the overlay `small`; everything else is only rendered.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { faultsOf, type Manifest } from '../../support/manifests.ts';
import { scratchDir } from '../../support/scratch.ts';
import { lackOfTools, TOOLS } from '../image/tools.ts';
import { giveUpAfter, LACKS_TOOL } from '../proof.ts';
import { buildImage, PLAYED, playFaults } from './play.ts';

const OVERLAYS = ['production', 'small', 'ingress', 'migrate', 'production with tracing'];
const KUBERNETES = resolve('deploy/kubernetes/overlays');

if (spawnSync('kubectl', ['version', '--client']).error) {
  console.error('not checked: there is no kubectl; install kubernetes-client, or kubectl itself');
  process.exit(LACKS_TOOL);
}

/** The folder of an overlay. One with tracing is made here, as docs/operations.md tells operators to make theirs. */
function folderOf(overlay: string): string {
  const [name = '', component] = overlay.split(' with ');
  if (component === undefined) return join(KUBERNETES, name);
  const dir = scratchDir('overlay');
  const [resource, part] = [join(KUBERNETES, name), resolve('deploy', component, 'kubernetes')];
  const text = `resources:\n  - ${relative(dir, resource)}\ncomponents:\n  - ${relative(dir, part)}\n`;
  writeFileSync(join(dir, 'kustomization.yaml'), text);
  return dir;
}

const render = (overlay: string): Manifest[] => {
  const text = execFileSync('kubectl', ['kustomize', folderOf(overlay)], { encoding: 'utf8' });
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

/** What tracing adds: where the spans go, and the way there. */
const TRACED = ['OTEL_EXPORTER_OTLP_ENDPOINT', '"port":4318'];

/** Runs the Deployment of `small`, and one that cannot start, as a control. @returns whether all is as it should be */
async function play(): Promise<boolean> {
  const lack = lackOfTools([...TOOLS, 'catatonit']);
  if (lack !== undefined) {
    console.log(`not run, only rendered: every kind. ${lack}`);
    return true;
  }
  const manifests = render('small');
  await buildImage(
    manifests.map(({ spec }) => spec?.template?.spec.containers[0]?.image?.split(':')[1] ?? '').join(''),
  );
  const found = await playFaults(manifests);
  console.log(`run by podman: ${PLAYED.join(', ')} of small: ${found.length === 0 ? 'ok' : found.join('\n  ')}`);
  const [control] = await playFaults(manifests, { DATA_DIR: '/elsewhere' });
  const isFound = control?.includes('/elsewhere') === true;
  console.log(`planted a folder that cannot be written: ${isFound ? 'found' : `NOT FOUND: ${control}`}`);
  return found.length === 0 && isFound;
}

giveUpAfter(30 * 60_000);
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
const traced = JSON.stringify(render('production with tracing'));
const lacks = TRACED.filter((text) => !traced.includes(text) || sound.includes(text));
console.log(`tracing adds ${TRACED.join(' and ')}: ${lacks.length === 0 ? 'ok' : `NOT ${lacks.join()}`}`);
isBroken ||= lacks.length > 0;
if (!(await play())) isBroken = true;
const kinds = new Set(OVERLAYS.flatMap((overlay) => render(overlay).map(({ kind }) => kind)));
console.log(`only rendered: ${[...kinds].filter((kind) => !PLAYED.includes(kind)).join(', ')}`);
console.log(isBroken ? 'BROKEN' : 'ok');
if (isBroken) process.exitCode = 1;
