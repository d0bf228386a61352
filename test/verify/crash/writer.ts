import { anyOf } from '../../support/random.ts';
import { addedId, type Sent } from '../../support/client.ts';
import type { Server } from '../../support/server.ts';

const STATUSES = ['todo', 'inprogress', 'done'];
/** Above this number of todos a writer deletes more than it adds, so that lists stay short. */
const KEPT = 40;

/** The acknowledged state of one todo. */
interface Known {
  title: string;
  status: string;
}

type Row = Record<string, unknown>;

/** A write that was sent and not answered, so that it may be done or not. */
type Pending =
  | { kind: 'add'; title: string; key?: string }
  | { kind: 'change'; id: string; status: string }
  | { kind: 'remove'; id: string };

/** A client that adds, changes and deletes todos one after the other, and keeps what was acknowledged. */
export class Writer {
  readonly done = { added: 0, addedOnce: 0, changed: 0, removed: 0 };
  readonly unclear = { done: 0, undone: 0 };
  private readonly todos = new Map<string, Known>();
  private pending?: Pending;
  private count = 0;
  private readonly name: string;
  private readonly token: string;

  constructor(n: number, token: string) {
    this.name = `writer ${n}`;
    this.token = token;
  }

  /** Writes until the server is gone. */
  async write(server: Server): Promise<void> {
    while (await this.step(server)) this.pending = undefined;
  }

  private step(server: Server): Promise<boolean> {
    const dice = Math.random() + (this.todos.size > KEPT ? 0.3 : 0);
    const id = this.todos.size > 0 ? anyOf([...this.todos.keys()]) : undefined;
    if (id === undefined || dice < 0.4) return this.add(server);
    return dice < 0.75 ? this.change(server, id) : this.remove(server, id);
  }

  private async add(server: Server): Promise<boolean> {
    const title = `${this.name}, ${this.count++}`;
    const key = this.count % 3 === 0 ? title.replaceAll(/\W+/g, '-') : undefined;
    this.pending = { kind: 'add', title, key };
    const answer = await this.send(server, 'POST', '/todo', { body: bodyOf(title), ...keyed(key) });
    if (!answer) return false;
    this.todos.set(answer.id, { title, status: 'todo' });
    if (key === undefined) this.done.added++;
    else this.done.addedOnce++;
    return true;
  }

  private async change(server: Server, id: string): Promise<boolean> {
    const status = anyOf(STATUSES);
    this.pending = { kind: 'change', id, status };
    if (!(await this.send(server, 'PATCH', `/todo/${id}/${status}`))) return false;
    this.todos.set(id, { title: this.todos.get(id)?.title ?? '', status });
    this.done.changed++;
    return true;
  }

  private async remove(server: Server, id: string): Promise<boolean> {
    this.pending = { kind: 'remove', id };
    if (!(await this.send(server, 'DELETE', `/todo/${id}`))) return false;
    this.todos.delete(id);
    this.done.removed++;
    return true;
  }

  /** @returns undefined when the server is gone. @throws when it answers with anything but success */
  private async send(
    server: Server,
    method: string,
    path: string,
    sent: Sent = {},
  ): Promise<{ id: string } | undefined> {
    const answer = await server.call(method, path, { token: this.token, ...sent }).catch(() => undefined);
    if (!answer) return undefined;
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered with ${answer.status}`);
    return { id: addedId(answer) };
  }

  /**
   * Compares the stored rows with the acknowledged state, and removes the rows of this writer from `rows`.
   * @returns the faults
   */
  async check(server: Server, rows: Map<string, Row>): Promise<string[]> {
    const faults = await this.settle(server, rows);
    for (const [id, { title, status }] of this.todos) {
      const row = rows.get(id);
      if (!row) {
        faults.push(`${title} is lost`);
        this.todos.delete(id);
      } else if (row.title !== title || row.status !== status || !isWhole(row))
        faults.push(`${title} should be ${status}, and is ${JSON.stringify(row)}`);
      rows.delete(id);
    }
    return faults;
  }

  /** Finds out whether the write that was not answered is done, and takes over its result. */
  private async settle(server: Server, rows: Map<string, Row>): Promise<string[]> {
    const { pending } = this;
    this.pending = undefined;
    if (!pending) return [];
    if (pending.kind === 'add') return this.settleAdd(server, rows, pending.title, pending.key);
    const row = rows.get(pending.id);
    const done = pending.kind === 'remove' ? !row : row?.status === pending.status;
    this.note(done);
    if (pending.kind === 'remove' && done) this.todos.delete(pending.id);
    const known = this.todos.get(pending.id);
    if (known && pending.kind === 'change' && done) known.status = pending.status;
    return [];
  }

  /** An addition under a key is sent again, which must not add a second todo. */
  private async settleAdd(server: Server, rows: Map<string, Row>, title: string, key?: string): Promise<string[]> {
    const found = [...rows.values()].filter((row) => row.title === title).map(({ id }) => String(id));
    this.note(found.length > 0);
    for (const id of found) this.todos.set(id, { title, status: 'todo' });
    if (found.length > 1) return [`${title} is there ${found.length} times`];
    if (key === undefined) return [];
    const again = await this.send(server, 'POST', '/todo', { body: bodyOf(title), ...keyed(key) });
    if (found.length === 1) return again?.id === found[0] ? [] : [`${title} was added again under its key`];
    const { body } = await server.call('GET', `/todo/${again?.id ?? ''}`, { token: this.token });
    const row = body.data as Row | null;
    if (!row) return [`${title} has a key, and is not there`];
    rows.set(String(row.id), row);
    this.todos.set(String(row.id), { title, status: 'todo' });
    return [];
  }

  private note(done: boolean): void {
    if (done) this.unclear.done++;
    else this.unclear.undone++;
  }
}

const bodyOf = (title: string) => ({ title, description: `what ${title} is about`, dueDate: '2031-05-17' });
const keyed = (key?: string): Sent => (key === undefined ? {} : { headers: { 'Idempotency-Key': key } });

const isWhole = ({ title, description, due_date }: Row): boolean =>
  description === `what ${String(title)} is about` && due_date === '2031-05-17T00:00:00.000Z';
