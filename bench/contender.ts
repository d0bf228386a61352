import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../test/support/server.ts';
import { type Cores, pin } from './cores.ts';
import { SECRET } from './fixture.ts';
import type { Line } from './lines.ts';
import { Load } from './load.ts';
import { within } from './within.ts';

const PROBE = import.meta.resolve('./probe.ts');

/** What a process has used. */
interface Usage {
  /** CPU microseconds of all its threads. */
  cpu: number;
  /** Bytes of memory. */
  rss: number;
}

/** How a contender is started. */
export interface Plan {
  name: string;
  script: string;
  env: Record<string, string>;
  /** The limit has none. */
  duties: boolean;
}

/** What one measurement has found. */
export interface Sample {
  /** CPU microseconds for each request. */
  cpu: number;
  /** Milliseconds from each request to its answer. */
  times: number[];
}

/** A server under measurement: a process with a data folder of its own, which logs to a file. */
export class Contender {
  readonly plan: Plan;
  readonly server: Server;
  /** Milliseconds until it listened. */
  readonly started: number;
  /** Bytes of memory before the first request. */
  atRest = 0;
  /** The most bytes of memory after any measurement. */
  underLoad = 0;

  private constructor(plan: Plan, server: Server, started: number) {
    this.plan = plan;
    this.server = server;
    this.started = started;
  }

  /** Starts a server in a folder, and waits until it listens. */
  static async start(plan: Plan, dir: string, cores: Cores | undefined): Promise<Contender> {
    mkdirSync(dir, { recursive: true });
    const node = [process.execPath, '--import', PROBE, plan.script] as const;
    const before = performance.now();
    const server = new Server({
      command: cores ? ['taskset', '-c', cores.server, ...node] : [...node],
      env: { NODE_ENV: 'production', JWT_SECRET: SECRET, BCRYPT_COST: '10', RATE_LIMIT_ENABLED: 'false', ...plan.env },
      cwd: dir,
      log: join(dir, 'log'),
      channel: true,
    });
    await within(`start of ${plan.name}`, server.listening());
    const contender = new Contender(plan, server, performance.now() - before);
    contender.atRest = (await contender.usage()).rss;
    return contender;
  }

  get name(): string {
    return this.plan.name;
  }

  get port(): number {
    return Number(new URL(this.server.api).port);
  }

  /** Measures a number of requests, after one on each connection that does not count. */
  async measure(line: Pick<Line, 'connections' | 'count'>, next: ReturnType<Line['requests']>): Promise<Sample> {
    const { connections, count } = line;
    const load = await Load.open({ server: this.name, port: this.port, connections });
    // A MongoDB has the core of the generator of load, which must then leave it time.
    const awake = !('MONGODB_URI' in this.plan.env);
    try {
      await load.run(next, connections, { awake });
      const before = await this.usage();
      const times = await load.run(next, count, { awake });
      const { cpu, rss } = await this.usage();
      this.underLoad = Math.max(this.underLoad, rss);
      return { cpu: (cpu - before.cpu) / count, times };
    } finally {
      load.close();
    }
  }

  /** Moves the server to some cores. */
  moveTo(cores: string | undefined): void {
    pin(this.server.program.pid, cores);
  }

  /** Ends the process and waits for it. */
  async stop(): Promise<void> {
    await within(`end of ${this.name}`, this.server.end()).catch((error: unknown) => {
      this.server.program.killGroup();
      throw error;
    });
  }

  private usage(): Promise<Usage> {
    return within(`CPU time of ${this.name}`, this.server.program.ask('usage') as Promise<Usage>);
  }
}
