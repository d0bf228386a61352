import { onTestFinished } from 'vitest';
import type { Exit } from './process.ts';
import { Server, type ServerOptions } from './server.ts';

/** A machine under load is slow, so nothing is given up early unless a test sets another time-out. */
const PATIENT = { MONGODB_TIMEOUT: '2m', MONGODB_CONNECT_TIMEOUT: '2m', REQUEST_TIMEOUT: '2m', SHUTDOWN_TIMEOUT: '2m' };

/** Starts a server, or another command in its place, and does not wait for it. It ends with the test. */
export function launch({ env, ...rest }: ServerOptions = {}): Server {
  const server = new Server({ ...rest, env: { ...PATIENT, ...env } });
  onTestFinished(async () => {
    server.program.killGroup();
    await server.program.exit();
  });
  return server;
}

/** Starts a server and waits until it listens. It ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const server = launch(options);
  await server.listening();
  return server;
}

/** Runs a server, or another command in its place, to its end. */
export const run = (options: ServerOptions): Promise<Exit> => launch(options).program.exit();
