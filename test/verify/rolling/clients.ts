import { Agent, request } from 'node:http';
import { pause } from '../../support/until.ts';

interface Reply {
  status: number;
  location?: string;
  text: string;
}

/** What went wrong, and how often. */
export type Failures = Map<string, number>;

/** Clients that keep their connections and read and write, one request after the other, until they are told to stop. */
export class Clients {
  requests = 0;
  readonly failures: Failures = new Map();
  readonly ms: number[] = [];
  /** How many todos there must be, when every request has been answered as it should. */
  added = 0;
  private running = true;
  private readonly port: number;
  private readonly token: string;
  private readonly pauseMs: number;
  private readonly agent: Agent;
  private readonly all: Promise<void>[];

  constructor(port: number, token: string, count: number, pauseMs: number) {
    this.port = port;
    this.token = token;
    this.pauseMs = pauseMs;
    this.agent = new Agent({ keepAlive: true, maxSockets: count });
    this.all = Array.from({ length: count }, () => this.loop());
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.all);
    this.agent.destroy();
  }

  private async loop(): Promise<void> {
    while (this.running) {
      const added = await this.send(201, 'POST', '/api/todo', { title: 'rolling' });
      const path = added?.location;
      if (path === undefined) continue;
      this.added++;
      await this.send(200, 'GET', path);
      await this.send(200, 'PATCH', `${path}/done`);
      await this.send(200, 'GET', '/api/todo?limit=20&sort=-created_at');
      await this.send(200, 'PATCH', path, { title: 'rolled' });
      if (await this.send(200, 'DELETE', path)) this.added--;
    }
  }

  /** @returns the answer, if it is the one that it must be */
  private async send(expected: number, method: string, path: string, body?: object): Promise<Reply | undefined> {
    await pause(this.pauseMs);
    const start = performance.now();
    this.requests++;
    try {
      const reply = await this.exchange(method, path, body);
      this.ms.push(performance.now() - start);
      if (reply.status === expected) return reply;
      this.fail(`${method} answered with ${reply.status}`);
    } catch (error) {
      this.fail(`${method}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
    return undefined;
  }

  private fail(why: string): void {
    this.failures.set(why, (this.failures.get(why) ?? 0) + 1);
  }

  private exchange(method: string, path: string, body?: object): Promise<Reply> {
    const text = body && JSON.stringify(body);
    const headers = {
      Authorization: `Bearer ${this.token}`,
      ...(text !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(
        { agent: this.agent, host: '127.0.0.1', port: this.port, method, path, headers },
        (answer) => {
          let received = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (received += chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, text: received });
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }
}
