import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freePort } from '../../support/ports.ts';
import type { Exit } from '../../support/process.ts';
import { Server } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { commandOf, tool } from './tools.ts';

/** The rights that a container has; it writes nowhere but to /data. */
const HARDENED = [
  ...['--read-only', '--read-only-tmpfs=false', '--cap-drop', 'all', '--security-opt', 'no-new-privileges'],
  ...['--network', 'host'],
];
const MEMORY = ['--memory', '256m'];
let memory = MEMORY;
/** What a container may take to stop, as a Kubernetes pod has it. */
const STOP_SECONDS = 30;
/** The code of a process that was killed, since it has not stopped in time. */
export const KILLED = 137;

let count = 0;

/** Those that there are. They would outlive this process. */
const names = new Set<string>();
process.on('exit', () => {
  if (names.size > 0) spawnSync('podman', ['rm', '--force', '--volumes', '--time', '0', ...names]);
});

/** A limit of this process, which the runtime of a container may not exceed where it has not all rights. */
function hardLimit(name: string): string {
  const [, limit = ''] =
    new RegExp(`^${name} +\\S+ +(\\S+)`, 'm').exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return limit;
}

/** Limits that a runtime may set which has not all rights itself. */
export function fewLimits(): string[] {
  const files = hardLimit('Max open files');
  return [`nofile=${files}:${files}`, 'nproc=8192:8192'];
}

const limits = (): string[] => fewLimits().flatMap((limit) => ['--ulimit', limit]);

export interface ContainerOptions {
  image: string;
  env?: Record<string, string>;
  /** More flags of `podman run`. */
  flags?: string[];
  /** A command in the place of the image's own. */
  command?: string[];
}

/** A container that runs an image with few rights. The caller must remove it. */
export class Container {
  readonly name = `todo-verify-${process.pid}-${count++}`;
  readonly server: Server;

  constructor({ image, env = {}, flags = ['--no-healthcheck'], command = [] }: ContainerOptions) {
    const settings = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const run = [
      'run',
      '--name',
      this.name,
      ...HARDENED,
      ...memory,
      ...limits(),
      ...flags,
      ...settings,
      image,
      ...command,
    ];
    names.add(this.name);
    this.server = new Server({ command: commandOf('podman', ...run) });
  }

  /** Waits until its first process runs. */
  started(): Promise<true> {
    return until('the container runs', async () => (await this.inspect('{{.State.Status}}')) === 'running');
  }

  /** Has the container stopped as Kubernetes does: SIGTERM, and SIGKILL after its grace time. */
  async stop(): Promise<Exit> {
    await tool('podman', 'stop', '--time', String(STOP_SECONDS), this.name);
    return this.server.program.exit();
  }

  /** Reads a fact that podman knows of it, in the notation of its templates. */
  inspect(format: string): Promise<string> {
    return tool('podman', 'inspect', '--format', format, this.name);
  }

  /** Runs a command in it. @returns its output */
  exec(...command: string[]): Promise<string> {
    return tool('podman', 'exec', this.name, ...command);
  }

  /** Removes it, and the volume that was made for it. */
  async remove(): Promise<void> {
    await tool('podman', 'rm', '--force', '--volumes', '--time', '0', this.name);
    names.delete(this.name);
  }
}

/** Runs a container to its end. */
export async function runOnce(options: ContainerOptions): Promise<Exit> {
  const container = new Container(options);
  const exit = await container.server.program.exit();
  await container.remove();
  return exit;
}

/** Finds out whether this machine can limit memory, and otherwise does without it. @returns the bytes of the limit; 0: none */
export async function limitMemory(image: string): Promise<number> {
  const { code, stderr } = await runOnce({ image, command: ['node', '--version'] });
  if (code === 0) return 256 * 1_024 * 1_024;
  console.log(`not applied: ${MEMORY.join(' ')}: ${stderr.trim()}`);
  memory = [];
  return 0;
}

/** Does something with a server in a container once it listens, and removes the container at the end. */
export async function withContainer<T>(
  options: ContainerOptions,
  work: (container: Container) => Promise<T>,
): Promise<T> {
  const PORT = String(await freePort());
  const container = new Container({ ...options, env: { PORT, BCRYPT_COST: '4', ...options.env } });
  try {
    await container.server.listening();
    return await work(container);
  } finally {
    await container.remove();
  }
}
