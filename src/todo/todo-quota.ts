import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/config.js';
import { QuotaReached } from '../http/answer/refusals.js';
import { TodoRepository } from './repositories/todo.repository.js';

/** Users whose count is remembered. */
const MOST_OWNERS = 10_000;
/** A count of a user who has no room left is this old at most, so that todos which another replica deletes make room. */
const FULL_MS = 1_000;
const SHORTEST_MS = 60_000;
/** How fast a user's other writes may fill the room: ten replicas at ten writes a second. */
const WRITES_A_MS = 0.1;

interface Count {
  todos: number;
  countedAt: number;
}

/**
 * Holds each user to `MAX_TODOS_PER_USER`, within what other replicas add in a minute. It counts in the database seldom: this
 * process follows its own writes, and the less room there is, the sooner it counts anew.
 */
@Injectable()
export class TodoQuota {
  private readonly counts = new LRUCache<string, Count>({ max: MOST_OWNERS });

  constructor(
    private readonly todos: TodoRepository,
    private readonly config: Config,
  ) {}

  /**
   * Takes the room of one todo. Without any, a key of a todo that has been added takes none.
   * @returns whether it was taken
   * @throws QuotaReached
   */
  async take(owner: string, key?: string): Promise<boolean> {
    const count = await this.countOf(owner);
    if (count.todos < this.config.MAX_TODOS_PER_USER) {
      count.todos++;
      return true;
    }
    if (key !== undefined && (await this.todos.hasKey(owner, key, new Date()))) return false;
    const message = `You have ${this.config.MAX_TODOS_PER_USER} todos, and one user may have no more; delete some first`;
    throw new QuotaReached(message, 'todos');
  }

  /** Gives the room of one todo back: it has been deleted, or not added. */
  giveBack(owner: string): void {
    const count = this.counts.get(owner);
    if (count) count.todos = Math.max(0, count.todos - 1);
  }

  private async countOf(owner: string): Promise<Count> {
    const known = this.counts.get(owner);
    if (known && Date.now() - known.countedAt < this.lifeOf(known)) return known;
    const countedAt = Date.now();
    const count = { todos: await this.todos.count(owner, this.config.MAX_TODOS_PER_USER), countedAt };
    const newer = this.counts.get(owner);
    // Another request has counted meanwhile, and this process may have added todos since.
    if (newer && newer !== known) return newer;
    this.counts.set(owner, count);
    return count;
  }

  private lifeOf({ todos }: Count): number {
    const room = this.config.MAX_TODOS_PER_USER - todos;
    return room <= 0 ? FULL_MS : Math.max(SHORTEST_MS, room / WRITES_A_MS);
  }
}
