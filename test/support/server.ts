import { resolve } from 'node:path';
import { Client } from './client.ts';
import { type Exit, Program, type ProgramOptions } from './process.ts';

/** The server of the build that `npm test` and `npm run verify` make first. */
export const MAIN = resolve('dist/main.js');

/** By default the Node of this process runs the build, on a free port. */
export type ServerOptions = Partial<ProgramOptions>;

/** Servers on the same MongoDB must share a signing key. An embedded engine makes its own. */
const SHARED_KEY = { JWT_SECRET: 'the same for all of them, as it must be' };

/** The tests register and sign in from one address. */
export const WITHOUT_LIMITS = {
  REGISTRATION_LIMIT: '1000000',
  SIGN_IN_LIMIT: '1000000',
  SIGN_IN_ADDRESS_LIMIT: '1000000',
  WRITE_LIMIT: '1000000',
  HAND_OVER_LIMIT: '1000000',
};

/** The server as a process, and a client of it. The caller must end it; in a test, `startServer` does. */
export class Server extends Client {
  readonly program: Program;

  constructor({ command = [process.execPath, MAIN], env = {}, ...rest }: ServerOptions = {}) {
    super('');
    const key = env.MONGODB_URI === undefined ? {} : SHARED_KEY;
    this.program = new Program({
      command,
      env: { PORT: '0', BCRYPT_COST: '4', ...WITHOUT_LIMITS, ...key, ...env },
      ...rest,
    });
  }

  /** Starts a server and waits until it listens. */
  static async start(options: ServerOptions): Promise<Server> {
    const server = new Server(options);
    await server.listening();
    return server;
  }

  /** Waits until it listens. @throws when it ends instead */
  async listening(): Promise<void> {
    this.api = await this.program.until((stdout) => {
      const line = stdout.split('\n').find((text) => text.startsWith('{') && text.endsWith('"msg":"listening"}'));
      return line && (JSON.parse(line) as { api: string }).api;
    });
  }

  /** The lines that it has logged as errors. */
  get failures(): string[] {
    return this.program.stdout.split('\n').filter((line) => /"level":[56]0/.test(line));
  }

  /** Sends a signal to the server alone, and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<Exit> {
    return this.program.end(signal);
  }
}
