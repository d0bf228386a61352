import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Exit } from './process.ts';
import { Server, type ServerOptions } from './server.ts';

/** A machine under load is slow, so nothing is given up early unless a test sets another time-out. */
const PATIENT = {
  SLOW_REQUEST: '2m',
  MONGODB_TIMEOUT: '2m',
  MONGODB_CONNECT_TIMEOUT: '2m',
  REQUEST_TIMEOUT: '2m',
  SHUTDOWN_TIMEOUT: '2m',
};

const patient = ({ env, ...rest }: ServerOptions): Server => new Server({ ...rest, env: { ...PATIENT, ...env } });

async function kill({ program }: Server): Promise<void> {
  program.killGroup();
  await program.exit();
}

/** Starts a server, or another command in its place, and does not wait for it. It ends with the test. */
export function launch(options: ServerOptions = {}): Server {
  const server = patient(options);
  onTestFinished(() => kill(server));
  return server;
}

/** Starts a server and waits until it listens. It ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const server = launch(options);
  await server.listening();
  return server;
}

/** Runs a server during the tests of the file or `describe` that calls this. @returns a function that gives the server */
export function withServer(options: () => ServerOptions = () => ({})): () => Server {
  let server: Server | undefined;
  beforeAll(async () => {
    server = patient(options());
    await server.listening();
  });
  afterAll(async () => {
    if (server) await kill(server);
  });
  return () => {
    if (!server) throw new Error('No server runs: use it in tests, and in hooks that come after withServer()');
    return server;
  };
}

/** Runs a server, or another command in its place, to its end. */
export const run = (options: ServerOptions): Promise<Exit> => launch(options).program.exit();
