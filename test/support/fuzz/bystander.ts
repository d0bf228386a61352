import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Api, Person, TodoJson } from '../api.js';

/** Somebody who has an account and todos, and does nothing while others send requests. */
export class Bystander {
  private before: unknown;

  private constructor(
    private readonly api: Api,
    readonly person: Person,
    /** Stands in all of the bystander's todos, and so must stand in nobody else's answer. */
    readonly secret: string,
    /** Somebody else, who has assigned nothing to the bystander. */
    readonly friend: Person,
    private readonly todos: readonly string[],
  ) {}

  static async arrive(api: Api): Promise<Bystander> {
    const secret = `only mine ${randomUUID()}`;
    const person = await api.person({ password: 'correct horse', firstName: 'By', lastName: 'Stander' });
    const friend = await api.person();
    const todos: string[] = [];
    for (const more of [{}, { assignee: friend.id, createdBy: friend.id }, { status: 'done', dueDate: '2030-01-31' }])
      todos.push(await api.add(person.token, { title: secret, description: secret, ...more }));
    const bystander = new Bystander(api, person, secret, friend, todos);
    bystander.before = await bystander.rows();
    return bystander;
  }

  /** One of the bystander's todos. */
  get todo(): string {
    return this.todos[0] ?? '';
  }

  /** Account, todos with their versions, and session are as they were, and the bystander can still sign in. */
  async expectUnchanged(): Promise<void> {
    expect(await this.rows()).toEqual(this.before);
    await this.api.signIn(this.person);
  }

  /** Read with the token of the beginning. Others may hand their todos over to the bystander; these do not count. */
  private async rows(): Promise<unknown> {
    const { token } = this.person;
    const listed = (await this.api.list(token)).filter(({ id }) => this.todos.includes(id));
    const account = await this.api.call('GET', 'users/me', { token });
    const read: [TodoJson, string | null][] = [];
    for (const id of this.todos) {
      const { body, headers } = await this.api.call('GET', `todo/${id}`, { token });
      read.push([body.data as TodoJson, headers.get('etag')]);
    }
    return { listed, account: account.body, read };
  }
}
