import type { Server } from '../../support/server.ts';

const PASSWORD = 'correct horse';

interface Row {
  id: string;
  title: string;
  status: string;
}

/** A user and what must be stored of them, whichever release is asked. */
export class Person {
  readonly email: string;
  token = '';
  /** A token that has ended. */
  private ended?: string;
  private readonly todos = new Map<string, Row>();
  private made = 0;

  constructor(email: string) {
    this.email = email;
  }

  async register(server: Server): Promise<void> {
    await this.expect(server, 201, 'POST', '/register', { email: this.email, password: PASSWORD });
    await this.logIn(server);
  }

  async logIn(server: Server): Promise<void> {
    const body = await this.expect(server, 200, 'POST', '/login', { email: this.email, password: PASSWORD });
    this.token = String(body.data);
  }

  async logOut(server: Server): Promise<void> {
    await this.expect(server, 200, 'POST', '/logout');
    this.ended = this.token;
  }

  /** Adds three todos, changes the status of one, renames one, and deletes one. */
  async work(server: Server): Promise<void> {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push(await this.add(server));
    const [changed = '', renamed = '', deleted = ''] = ids;
    await this.expect(server, 200, 'PATCH', `/todo/${changed}/done`);
    this.change(changed, { status: 'done' });
    await this.expect(server, 200, 'PATCH', `/todo/${renamed}`, { title: `${renamed} renamed` });
    this.change(renamed, { title: `${renamed} renamed` });
    await this.expect(server, 200, 'DELETE', `/todo/${deleted}`);
    this.todos.delete(deleted);
  }

  /** Asks a server for everything. @throws when it differs from what must be there */
  async check(server: Server): Promise<void> {
    const { data } = await this.expect(server, 200, 'GET', '/todo');
    const rows = (data as Row[]).map(({ id, title, status }) => ({ id, title, status }));
    const [found, wanted] = [rows, [...this.todos.values()]].map((list) =>
      JSON.stringify(list.toSorted((one, other) => one.id.localeCompare(other.id))),
    );
    if (found !== wanted) throw new Error(`${this.email} has ${found}, and not ${wanted}`);
    if (this.ended === undefined) return;
    const { status } = await server.call('GET', '/todo', { token: this.ended });
    if (status !== 401) throw new Error(`a token of ${this.email} that has ended is answered with ${status}`);
  }

  private async add(server: Server): Promise<string> {
    const title = `todo ${++this.made} of ${this.email}`;
    const id = await server.add(this.token, { title });
    this.todos.set(id, { id, title, status: 'todo' });
    return id;
  }

  private change(id: string, change: Partial<Row>): void {
    const row = this.todos.get(id);
    if (row) this.todos.set(id, { ...row, ...change });
  }

  private async expect(server: Server, wanted: number, method: string, path: string, body?: object) {
    const answer = await server.call(method, path, { token: this.token || undefined, body });
    if (answer.status === wanted) return answer.body;
    throw new Error(`${method} ${path} of ${this.email}: ${answer.status} ${answer.body.message}`);
  }
}
