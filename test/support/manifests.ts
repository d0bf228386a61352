import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type * as Settings from '../../src/config/setting.js';
import { built } from './built.ts';

const { settingDocs } = await built<typeof Settings>('config/setting.js');
await built('config/config.js');

interface Probe {
  httpGet?: { path?: string; port?: string | number };
}

interface Container {
  image?: string;
  env?: { name: string; value?: string }[];
  ports?: { name: string; containerPort: number }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    capabilities?: { drop?: string[] };
  };
}

interface PodSpec {
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type?: string } };
  containers: Container[];
  volumes?: { persistentVolumeClaim?: { claimName: string } }[];
}

/** A manifest, with the parts that our rules are about. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: { template?: { spec: PodSpec }; replicas?: number };
}

const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
/** The paths that `src/health/` and the management port answer, by probe. */
const PROBES = {
  startupProbe: '/health/live',
  livenessProbe: '/health/live',
  readinessProbe: '/health/ready',
} as const;
const SETTINGS = new Set(settingDocs().flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));
/** Variables of Node itself, of the C library, and those of OpenTelemetry's specification that the manifests set. */
const NOT_OURS = new Set([
  'NODE_OPTIONS',
  'MALLOC_ARENA_MAX',
  'MALLOC_MMAP_THRESHOLD_',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
]);

const seconds = (text = '0s'): number => Number(/^(\d+)s$/.exec(text)?.[1] ?? Infinity);

/** The faults of manifests by our own rules, one line each. The types find unknown fields. */
export function faultsOf(manifests: readonly Manifest[]): string[] {
  const settings = Object.assign(
    {},
    ...manifests.map(({ kind, data = {} }) => (kind === 'ConfigMap' ? data : {})),
  ) as Record<string, string>;
  return [
    ...Object.keys(settings).flatMap((name) => (SETTINGS.has(name) ? [] : [`ConfigMap: there is no setting ${name}`])),
    ...manifests.flatMap(({ kind, metadata, spec }) =>
      spec?.template
        ? faultsOfPod(spec.template.spec, kind, settings).map((fault) => `${kind} ${metadata.name}: ${fault}`)
        : [],
    ),
  ];
}

function faultsOfPod(pod: PodSpec, kind: string, settings: Record<string, string>): string[] {
  const { runAsNonRoot, runAsUser = 0, seccompProfile } = pod.securityContext ?? {};
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const stop = seconds(settings.SHUTDOWN_DELAY) + seconds(settings.SHUTDOWN_TIMEOUT);
  return [
    ...(runAsNonRoot === true && runAsUser > 0 ? [] : ['it may run as root']),
    ...(seccompProfile?.type === 'RuntimeDefault' ? [] : ['it has no seccomp profile']),
    ...(pod.automountServiceAccountToken === false ? [] : ['it has a token of the cluster']),
    ...(kind === 'Job' || grace > stop ? [] : [`it is killed after ${grace} s, and a stop may take ${stop} s`]),
    ...pod.containers.flatMap((container) => faultsOfContainer(container, kind, settings)),
  ];
}

function faultsOfContainer(container: Container, kind: string, settings: Record<string, string>): string[] {
  const { image = '', env = [], ports = [], resources, securityContext: rights } = container;
  const unknown = env.filter(({ name }) => !SETTINGS.has(name) && !NOT_OURS.has(name));
  const amounts = [resources?.requests?.memory ?? '', resources?.limits?.memory ?? ''];
  return [
    ...(['todo-api', `todo-api:${version}`].includes(image) ? [] : [`the image ${image} is not of ${version}`]),
    ...unknown.map(({ name }) => `there is no setting ${name}`),
    ...(amounts.every((amount) => /^\d+(Mi|Gi)$/.test(amount))
      ? []
      : [`memory is not in Mi or Gi: ${amounts.join(', ')}`]),
    ...(rights?.allowPrivilegeEscalation === false ? [] : ['it may get more rights']),
    ...(rights?.readOnlyRootFilesystem === true ? [] : ['its file system can be written']),
    ...(rights?.capabilities?.drop?.includes('ALL') ? [] : ['it keeps capabilities']),
    ...(kind === 'Job' ? [] : faultsOfProbes(container, ports, settings)),
  ];
}

function faultsOfProbes(
  container: Container,
  ports: Container['ports'] = [],
  settings: Record<string, string>,
): string[] {
  const portOf = (name: string) => String(ports.find((port) => port.name === name)?.containerPort);
  return [
    ...Object.entries(PROBES).flatMap(([name, path]) => {
      const { path: asked, port } = container[name as keyof typeof PROBES]?.httpGet ?? {};
      return asked === path && port === 'management' ? [] : [`${name} asks ${asked} on ${port}`];
    }),
    ...(portOf('http') === settings.PORT ? [] : [`the port http is not ${settings.PORT}`]),
    ...(portOf('management') === settings.METRICS_PORT ? [] : [`the port management is not ${settings.METRICS_PORT}`]),
  ];
}
