import { addedId, type Answer } from '../../support/client.ts';
import type { Server } from '../../support/server.ts';
import { inTurn } from '../../support/replicas.ts';
import { pause } from '../../support/until.ts';
import type { Known, Ledger } from './ledger.ts';

const WRITERS = 48;
/** Every third todo of a writer is set to done, and every fifth of the others is deleted. */
const EDIT_EVERY = 3;
const DELETE_EVERY = 5;
/** The wait of a client after a 503: less than `Retry-After`, for more load. */
const BACK_OFF_MS = 50;

/** Clients that write all the time, through all replicas, and note the answers. */
export class Load {
  private running = true;
  private readonly ledger: Ledger;
  private readonly replicas: readonly Server[];
  private readonly token: string;
  private readonly loops: Promise<void>[];

  constructor(replicas: readonly Server[], ledger: Ledger, token: string, revoked: string) {
    this.replicas = replicas;
    this.ledger = ledger;
    this.token = token;
    this.loops = [
      ...Array.from({ length: WRITERS }, (_, writer) => this.write(writer)),
      ...replicas.map((replica) => this.probe(replica, revoked)),
    ];
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  private async write(writer: number): Promise<void> {
    for (let n = 0; this.running; n++) {
      const replica = inTurn(this.replicas, writer + n);
      const title = `${writer}-${n}`;
      const known: Known = { there: 'maybe', statuses: ['todo'] };
      this.ledger.todos.set(title, known);
      // Half of the clients send a key, and repeat the request until it is acknowledged; it must be done once.
      if (writer % 2 === 0) await this.addOnce(replica, title, known);
      else await this.tell(known, 201, 'POST', replica, '/todo', { title });
      if (known.there !== 'yes') await pause(BACK_OFF_MS);
      else if (n % EDIT_EVERY === 0) {
        known.statuses = ['todo', 'done'];
        if (await this.tell(known, 200, 'PATCH', replica, `/todo/${known.id}/done`)) known.statuses = ['done'];
      } else if (n % DELETE_EVERY === 0) {
        known.there = 'maybe';
        if (await this.tell(known, 200, 'DELETE', replica, `/todo/${known.id}`)) known.there = 'no';
      }
    }
  }

  /** Repeats an addition, at whichever replica, until it is acknowledged. */
  private async addOnce(first: Server, title: string, known: Known): Promise<void> {
    const start = this.replicas.indexOf(first);
    for (let tries = 0; known.there !== 'yes'; tries++) {
      if (tries > 0) await pause(BACK_OFF_MS);
      const answered = await this.tell(
        known,
        201,
        'POST',
        inTurn(this.replicas, start + tries),
        '/todo',
        { title },
        title,
      );
      if (!answered && !this.running && tries > 100) return;
    }
  }

  /** Sends one write. @returns whether it was acknowledged */
  private async tell(
    known: Known,
    expected: number,
    method: string,
    replica: Server,
    path: string,
    body?: object,
    key?: string,
  ): Promise<boolean> {
    const headers = key === undefined ? undefined : { 'Idempotency-Key': key };
    const answer = await this.call(replica, method, path, { token: this.token, body, headers });
    if (!answer || !this.ledger.answered(`${method} ${path}`, answer, expected)) return false;
    this.ledger.acknowledge();
    if (expected === 201) {
      known.there = 'yes';
      known.id = addedId(answer);
    }
    return true;
  }

  /** Checks all the time that a revoked token is refused and that the process is alive. */
  private async probe(replica: Server, revoked: string): Promise<void> {
    while (this.running) {
      await pause(100);
      const answer = await this.call(replica, 'GET', '/todo', { token: revoked });
      if (answer) this.ledger.answered('GET /todo with a token that was ended', answer, 401);
      const live = await this.call(replica, 'GET', '/health/live', {});
      if (live?.status !== 200) this.ledger.violations.push(`/health/live was answered with ${live?.status}`);
    }
  }

  /** Sends a request. A connection that breaks is a violation. */
  private async call(...[replica, ...request]: [Server, ...Parameters<Server['call']>]): Promise<Answer | undefined> {
    try {
      return await replica.call(...request);
    } catch (error) {
      this.ledger.violations.push(`${request[0]} ${request[1]} had no answer: ${String(error)}`);
      return undefined;
    }
  }
}
