import { setImmediate as othersTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Traffic } from '../../src/http/middleware/traffic.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { aTodo } from '../support/builders.js';
import { until } from '../support/until.js';
import { withApp } from '../support/with-app.js';
import { Wire } from '../support/wire.js';

const app = withApp();
let me: Person;
let other: Person;

/** Long enough that the kernel's buffers do not take a whole list. */
const LONG = 'ü'.repeat(9_000);

beforeAll(async () => {
  [me, other] = [await app.api.person(), await app.api.person()];
  for (let count = 0; count < 400; count += 20) {
    const some = Array.from({ length: 20 }, () => aTodo({ owner: me.id, description: LONG }));
    await Promise.all(some.map((todo) => app.get(TodoRepository).add(todo)));
  }
});

/** A client that asks for the whole list and does not read on. */
async function stalled(): Promise<Wire> {
  const wire = await Wire.open(app.url);
  wire.head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${me.token}`);
  await wire.stall();
  return wire;
}

it('a list is read a hundred todos at a time, or fewer where they are long', async () => {
  const page = vi.spyOn(app.get(TodoRepository), 'page');
  expect(await app.api.list(me.token)).toHaveLength(400);
  const [first, ...others] = page.mock.calls.map(([, { limit }]) => limit);
  page.mockRestore();
  expect(first).toBe(100);
  // A part has 256 KB, and each todo has 18 KB.
  expect(new Set(others)).toEqual(new Set([14]));
});

it('a streamed list makes Node warn of nothing', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  await app.api.list(me.token);
  await othersTurn();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

describe('streamed lists of one caller', () => {
  it('are sent four at a time; a fifth waits and is a 429 after five seconds; other answers never wait', async () => {
    const wires = [await stalled(), await stalled(), await stalled(), await stalled()];
    const [fifth, page, others] = await Promise.all([
      app.api.call('GET', 'todo', { token: me.token }),
      app.api.call('GET', 'todo?limit=20', { token: me.token }),
      app.api.call('GET', 'todo', { token: other.token }),
    ]);
    expect([fifth.status, page.status, others.status]).toEqual([429, 200, 200]);
    expect(fifth.body.message).toBe('Too many long lists at once; wait a little');
    expect(fifth.headers.get('retry-after')).toBe('1');
    for (const wire of wires) wire.socket.destroy();
  });

  it('a fifth is sent when one of the four goes', async () => {
    const wires = [await stalled(), await stalled(), await stalled(), await stalled()];
    const fifth = app.api.list(me.token);
    wires[0]?.socket.destroy();
    expect(await fifth).toHaveLength(400);
    for (const wire of wires) wire.socket.destroy();
  });

  it('one after the other need no turn of another', async () => {
    for (let count = 0; count < 6; count++) expect(await app.api.list(me.token)).toHaveLength(400);
  });
});

describe('the lists of one caller', () => {
  it('are read one after the other, so those of another need not wait for them', async () => {
    const todos = app.get(TodoRepository);
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const read = todos.page.bind(todos);
    const page = vi.spyOn(todos, 'page').mockImplementation(async (viewer, asked) => {
      if (viewer.id === me.id) await gate;
      return read(viewer, asked);
    });
    const ofCaller = () => page.mock.calls.filter(([viewer]) => viewer.id === me.id).length;
    // On a slow machine the turn of the first list could end by itself.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const pages = Array.from({ length: 6 }, () => app.api.call('GET', 'todo?limit=20', { token: me.token }));
    await until('all have arrived', async () => app.get(Traffic).inFlight === 6 && ofCaller() > 0);
    const others = await app.api.call('GET', 'todo?limit=20', { token: other.token });
    expect([others.status, ofCaller()]).toEqual([200, 1]);
    open(undefined);
    expect((await Promise.all(pages)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(ofCaller()).toBe(6);
    page.mockRestore();
  });
});
