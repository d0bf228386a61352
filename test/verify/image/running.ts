import { chownSync } from 'node:fs';
import { freePort } from '../../support/ports.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Container, KILLED, runOnce, withContainer } from './container.ts';
import { seedFailure } from './seed.ts';
import { tool } from './tools.ts';

/** Faults, one line each. */
export type Faults = Promise<string[]>;

const STATUS = `require('node:fs').readFileSync('/proc/1/status', 'utf8')`;
/** What the kernel says of the first process of the container. */
const EXPECTED_STATUS = [/^CapEff:\t0+$/m, /^CapBnd:\t0+$/m, /^NoNewPrivs:\t1$/m, /^Seccomp:\t2$/m, /^Uid:\t1000\t/m];

/** The seed's samples, the rights of the process, and a stop. */
export const serveFaults = (image: string, bytes: number): Faults =>
  withContainer({ image }, async (container) => {
    const failure = await seedFailure(new URL(container.server.api).origin);
    const status = await container.exec('node', '-p', STATUS);
    const rights = EXPECTED_STATUS.filter((line) => !line.test(status)).map((line) => `its status lacks ${line}`);
    const memory = await container.inspect('{{.HostConfig.Memory}}');
    return [
      ...(failure === undefined ? [] : [`a sample of the seed fails:\n${failure}`]),
      ...rights,
      ...(memory === String(bytes) ? [] : [`its memory is limited to ${memory}`]),
      ...(await stopFaults(container)),
    ];
  });

/** SIGTERM must end it with 0, and before its grace time is over. */
async function stopFaults(container: Container): Promise<string[]> {
  const { code, stdout } = await container.stop();
  if (code === KILLED) return ['SIGTERM does not end it'];
  return code === 0 && stdout.includes('"msg":"stopped"') ? [] : [`SIGTERM ends it with ${code}`];
}

/** SIGTERM alone. */
export const signalFaults = (image: string): Faults => withContainer({ image }, stopFaults);

/** SIGTERM as soon as Node has begun, when nothing listens yet. */
export async function earlySignalFaults(image: string): Faults {
  const container = new Container({ image, env: { PORT: String(await freePort()) } });
  try {
    await container.started();
    const { code } = await container.stop();
    if (code === KILLED) return ['SIGTERM at the beginning is lost'];
    // It listens already, or it does not.
    return code === 0 || code === 143 ? [] : [`it ends with ${code}`];
  } finally {
    await container.remove();
  }
}

/** A user that an orchestrator chooses: one of group 0 with a new volume, and one of another group with a folder of its own. */
export async function anyUserFaults(image: string): Faults {
  const dir = scratchDir('data');
  chownSync(dir, 12_345, 23_456);
  const own = await userFaults(image, '12345:23456', ['--volume', `${dir}:/data`]);
  return [...(await userFaults(image, '12345', [])), ...own];
}

/** The faults of a start as another user, who must also be able to write. */
async function userFaults(image: string, user: string, flags: string[]): Faults {
  try {
    return await withContainer({ image, flags: ['--no-healthcheck', '--user', user, ...flags] }, async ({ server }) => {
      await server.add(await server.signIn());
      return [];
    });
  } catch (error) {
    return [`as the user ${user}: ${(error as Error).message}`];
  }
}

/** The check of its health, as the image says it, by podman. */
export const healthFaults = (image: string): Faults =>
  withContainer({ image, flags: [] }, async ({ name, server }) => {
    const healthy = await tool('podman', 'healthcheck', 'run', name).then(
      () => true,
      () => false,
    );
    server.program.signal('SIGTERM');
    return healthy ? [] : ['its HEALTHCHECK fails'];
  });

/** A configuration with three faults, all of which must be named. */
export async function configurationFaults(image: string): Faults {
  const env = { PORT: 'many', LOG_LEVEL: 'loud', JWT_SECRET: 'short' };
  const { code, stdout, stderr } = await runOnce({ image, env });
  const missing = Object.keys(env).filter((name) => !stderr.includes(name));
  return [
    ...(code === 1 ? [] : [`a wrong configuration ends with ${code}`]),
    ...missing.map((name) => `a wrong ${name} is not reported: ${stdout}${stderr}`),
  ];
}
