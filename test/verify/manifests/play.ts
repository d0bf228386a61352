import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Manifest } from '../../support/manifests.ts';
import { freePorts } from '../../support/ports.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { until } from '../../support/until.ts';
import { build, standInBase } from '../image/base.ts';
import { fewLimits } from '../image/container.ts';
import { seedFailure } from '../image/seed.ts';
import { commandOf, tool } from '../image/tools.ts';

/** The kinds that podman makes something of. */
export const PLAYED = ['Deployment', 'ConfigMap', 'PersistentVolumeClaim'];
/** The name of the Deployment and of the claim here, so that nothing else on this machine has it. */
const NAME = `todo-verify-${process.pid}`;
const POD = `${NAME}-pod-0`;
const CONTAINER = `${POD}-api`;
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

/**
 * What podman can run of the manifests of a release. It publishes no port on the network of the host, and asks probes by a `curl`
 * that the image does not have. So it gets neither of them, and free ports, and this process asks the probes as the kubelet would.
 */
function playable(manifests: Manifest[], settings: Record<string, string>): Manifest[] {
  const copies = structuredClone(manifests.filter(({ kind }) => PLAYED.includes(kind)));
  for (const { kind, data, spec, metadata } of copies) {
    if (kind === 'ConfigMap') Object.assign(data ?? {}, settings);
    else metadata.name = NAME;
    for (const { persistentVolumeClaim: claim } of spec?.template?.spec.volumes ?? [])
      if (claim) claim.claimName = NAME;
    for (const container of spec?.template?.spec.containers ?? []) {
      delete container.ports;
      delete container.startupProbe;
      delete container.livenessProbe;
      delete container.readinessProbe;
    }
  }
  return copies;
}

/** The paths of the probes, each once. */
const probePaths = (manifests: Manifest[]): string[] => {
  const containers = manifests.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
  const paths = containers.flatMap((container) => PROBES.map((probe) => container[probe]?.httpGet?.path ?? ''));
  return [...new Set(paths)];
};

const stateOf = (format: string): Promise<string> => tool('podman', 'inspect', '--format', format, CONTAINER);

/** All that the container has written. */
async function logOf(): Promise<string> {
  const { stdout, stderr } = await new Program({ command: commandOf('podman', 'logs', CONTAINER) }).exit();
  return stdout + stderr;
}

/** Waits until a probe succeeds. @throws when the container ends, or is started again, instead */
async function answers(url: string): Promise<void> {
  const end = await until(`${url} answers`, async () => {
    const state = await stateOf('{{.State.Status}} {{.RestartCount}}');
    return state === 'running 0' ? (await fetch(url)).ok && 'ready' : logOf();
  });
  if (end !== 'ready') throw new Error(`the container has ended: ${end}`);
}

/** The rights of the container, as podman has understood the manifest. */
async function rightsFaults(): Promise<string[]> {
  const rights = await stateOf(
    '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.Memory}} {{.EffectiveCaps}}',
  );
  console.log(`  user, read-only root, memory, capabilities: ${rights}`);
  return rights === '1000:1000 true 536870912 []' ? [] : [`its rights are ${rights}`];
}

/** Runs a Deployment with what it needs, uses it and stops it. @returns the faults */
export async function playFaults(manifests: Manifest[], more: Record<string, string> = {}): Promise<string[]> {
  const [http = 0, management = 0] = await freePorts(2);
  const settings = { PORT: String(http), METRICS_PORT: String(management), ...more };
  const dir = scratchDir('play');
  const file = join(dir, 'pod.yaml');
  writeFileSync(
    file,
    playable(manifests, settings)
      .map((each) => stringify(each))
      .join('---\n'),
  );
  writeFileSync(join(dir, 'containers.conf'), `[containers]\ndefault_ulimits = ${JSON.stringify(fewLimits())}\n`);
  const podman = (...args: string[]) =>
    new Program({
      command: commandOf('podman', ...args),
      env: { CONTAINERS_CONF: join(dir, 'containers.conf') },
    }).exit();
  try {
    const played = await podman('play', 'kube', '--network', 'host', file);
    if (played.code !== 0) return [`podman does not play it: ${played.stdout}${played.stderr}`];
    for (const path of probePaths(manifests)) await answers(`http://127.0.0.1:${management}${path}`);
    const failure = await seedFailure(`http://127.0.0.1:${http}`);
    const rights = await rightsFaults();
    await tool('podman', 'pod', 'stop', '--time', '30', POD);
    const code = await stateOf('{{.State.ExitCode}}');
    return [
      ...rights,
      ...(failure === undefined ? [] : [failure]),
      ...(code === '0' ? [] : [`SIGTERM ends it with ${code}`]),
    ];
  } catch (error) {
    return [String(error)];
  } finally {
    await podman('pod', 'rm', '--force', '--time', '0', POD);
    await podman('volume', 'rm', '--force', NAME);
  }
}

/** Builds the image under the name that the manifests have. */
export async function buildImage(version: string): Promise<void> {
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  await build({ base: await standInBase(), name: `localhost/todo-api:${version}`, revision });
}
