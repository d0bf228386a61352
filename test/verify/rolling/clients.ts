import { addedId, type Answer, Client } from '../../support/client.ts';
import { pause } from '../../support/until.ts';

/** The failures, and how often each occurred. */
export type Failures = Map<string, number>;

/** Clients that keep their connections, and read and write, one request after the other, until they are stopped. */
export class Clients {
  requests = 0;
  readonly failures: Failures = new Map();
  readonly ms: number[] = [];
  private running = true;
  private readonly client: Client;
  private readonly token: string;
  private readonly pauseMs: number;
  private readonly loops: Promise<void>[];

  constructor(port: number, token: string, count: number, pauseMs: number) {
    this.client = new Client(`http://127.0.0.1:${port}/api`);
    this.token = token;
    this.pauseMs = pauseMs;
    this.loops = Array.from({ length: count }, () => this.loop());
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  private async loop(): Promise<void> {
    while (this.running) {
      const added = await this.send(201, 'POST', '/todo', { title: 'rolling' });
      if (!added) continue;
      const path = `/todo/${addedId(added)}`;
      await this.send(200, 'GET', path);
      await this.send(200, 'PATCH', `${path}/done`);
      await this.send(200, 'GET', '/todo?limit=20&sort=-created_at');
      await this.send(200, 'PATCH', path, { title: 'rolled' });
      await this.send(200, 'DELETE', path);
    }
  }

  /** Sends one request. @returns the answer, when its status is the expected one */
  private async send(expected: number, method: string, path: string, body?: object): Promise<Answer | undefined> {
    await pause(this.pauseMs);
    this.requests++;
    try {
      const answer = await this.client.call(method, path, { token: this.token, body });
      this.ms.push(answer.ms);
      if (answer.status === expected) return answer;
      this.fail(`${method} answered with ${answer.status}: ${answer.body.message}`);
    } catch (error) {
      const { message, cause } = error as Error;
      this.fail(`${method}: ${(cause as NodeJS.ErrnoException | undefined)?.code ?? message}`);
    }
    return undefined;
  }

  private fail(why: string): void {
    this.failures.set(why, (this.failures.get(why) ?? 0) + 1);
  }
}
