import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { STATUSES } from '../../src/todo/todo.js';
import type { Answer, Person, TodoJson } from '../support/api.js';
import { aTodo } from '../support/builders.js';
import { exchange } from '../support/raw.js';
import { store } from '../support/store.js';
import { withApp } from '../support/with-app.js';

const FIRST = Date.UTC(2022, 11, 1);
const TODOS = 60;

const app = withApp();
let me: Person;
let other: Person;

beforeAll(async () => void (other = await app.api.person()));
beforeEach(async () => {
  me = await app.api.person();
  const mine = Array.from({ length: TODOS }, (_, index) =>
    aTodo({
      ...(index % 3 === 0 ? { owner: other.id, assignee: me.id } : { owner: me.id }),
      status: STATUSES[index % 3],
      dueDate: index % 4 === 0 ? undefined : new Date(FIRST + (index % 7)),
      createdAt: new Date(FIRST + (index >> 2)),
    }),
  );
  await store(app, mine);
});

const get = (target: string, token = me.token) => app.api.call('GET', target, { token });
const idsOf = ({ body }: Answer) => (body.data as TodoJson[]).map(({ id }) => id);
const wholeOf = async (query: string) => (await app.api.list(me.token, `?${query}`)).map(({ id }) => id);

/** The target of the next page, read from the header as a client would (RFC 8288). */
function nextOf({ headers }: Answer): string | undefined {
  const link = headers.get('link');
  if (link === null) return undefined;
  const [, target] = /^<(\/api\/todo\?[^>\s]+)>; rel="next"$/.exec(link) ?? [];
  expect(target, link).toBeDefined();
  return target;
}

const cursorOf = (answer: Answer) => new URLSearchParams(nextOf(answer)?.split('?')[1]).get('cursor') ?? '';
const firstCursor = async (query: string) => cursorOf(await get(`todo?${query}`));

describe('the Link header', () => {
  it.each([
    'limit=1',
    'limit=7',
    'limit=59',
    'limit=7&sort=-created_at',
    'limit=7&sort=due_date',
    'limit=7&sort=-due_date&x=1',
    'limit=4&status=done&status=todo&sort=due_date',
    'limit=4&due_after=2022-12-01T02:00:00%2B02:00&due_before=2022-12-01T00:00:00.005Z',
    'limit=4&due_after=2022-12-01&sort=-due_date',
  ])('followed from %s returns every todo of the list once', async (query) => {
    const whole = await wholeOf(query.replace(/limit=\d+&?/, ''));
    const seen: string[] = [];
    let pages = 0;
    for (let target: string | undefined = `todo?${query}`; target; pages++) {
      const answer: Answer = await get(target);
      seen.push(...idsOf(answer));
      target = nextOf(answer);
      expect(idsOf(answer).length).toBeLessThanOrEqual(Number(/limit=(\d+)/.exec(query)?.[1]));
    }
    expect(seen).toEqual(whole);
    expect(pages).toBe(Math.ceil(whole.length / Number(/limit=(\d+)/.exec(query)?.[1])));
  });

  it('keeps the filter by assignee', async () => {
    const whole = await wholeOf(`assignee=${me.id}`);
    const first = await get(`todo?limit=12&assignee=${me.id.toUpperCase()}`);
    const second = await get(nextOf(first) ?? '');
    expect([...idsOf(first), ...idsOf(second)]).toEqual(whole);
    expect(whole).toHaveLength(20);
  });

  it.each(['limit=60', 'limit=200', '', 'sort=due_date', 'limit=5&status=done&due_before=1999-01-01'])(
    'is absent when %j returns the whole list',
    async (query) => {
      expect((await get(`todo?${query}`)).headers.has('link')).toBe(false);
    },
  );

  it.each(['/api/todo', 'http://evil.example/api/todo'])('never takes a host from the request for %s', async (path) => {
    const target = `${path}?limit=1`;
    const fields = [`Authorization: Bearer ${me.token}`, 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: ftp'];
    const { status, headers } = await exchange(app.url, [`GET ${target} HTTP/1.1`, ...fields]);
    expect(status).toBe(200);
    expect(headers.get('link')).toMatch(/^<\/api\/todo\?limit=1&cursor=[\w-]+>; rel="next"$/);
    expect(headers.get('cache-control')).toBe('private, no-cache');
  });

  it('begins with API_PREFIX', async () => {
    await app.restart({ API_PREFIX: 'todo/v1' });
    const { headers } = await app.api.call('GET', 'todo?limit=1', { token: me.token });
    await app.restart();
    expect(headers.get('link')).toMatch(/^<\/todo\/v1\/todo\?/);
  });
});

describe('a cursor', () => {
  it('without a limit returns pages of 50', async () => {
    const first = await get('todo?limit=3');
    const rest = await get(`todo?cursor=${cursorOf(first)}`);
    expect(idsOf(rest)).toEqual((await wholeOf('')).slice(3, 53));
    expect(idsOf(await get(nextOf(rest) ?? ''))).toEqual((await wholeOf('')).slice(53));
  });

  it('may be sent with another limit', async () => {
    const cursor = await firstCursor('limit=3');
    for (const limit of [1, 10, 200])
      expect(idsOf(await get(`todo?limit=${limit}&cursor=${cursor}`))).toEqual((await wholeOf('')).slice(3, 3 + limit));
  });

  it.each([
    ['status=todo&status=done', 'status=done&status=todo'],
    ['status=todo', 'status=todo&status=todo'],
    ['status=todo&status=done&status=inprogress', ''],
    ['sort=created_at', ''],
    ['due_after=2022-12-01', 'due_after=2022-12-01&sort=due_date'],
    ['due_after=2022-12-01', 'due_after=2022-12-01T01:00:00%2B01:00'],
    ['', 'unknown=1'],
  ])('of %j is valid for %j, and the reverse', async (one, same) => {
    const cursor = await firstCursor(`limit=2&${one}`);
    expect(idsOf(await get(`todo?limit=5&${same}&cursor=${cursor}`))).toEqual((await wholeOf(one)).slice(2, 7));
    expect(idsOf(await get(`todo?limit=5&${one}&cursor=${await firstCursor(`limit=2&${same}`)}`))).toEqual(
      (await wholeOf(one)).slice(2, 7),
    );
  });

  const LISTS = [
    '',
    'sort=-created_at',
    'sort=due_date',
    'sort=-due_date',
    'status=done',
    'status=todo',
    'status=todo&status=done',
    'due_after=2022-12-01',
    'due_before=2022-12-02',
    'due_after=2022-12-01&sort=-due_date',
    'due_after=2022-12-01&due_before=2022-12-02',
  ];

  it('of one list is a 400 in every other', async () => {
    const lists = [...LISTS, `assignee=${me.id}`];
    for (const one of lists) {
      const cursor = await firstCursor(`limit=1&${one}`);
      for (const list of lists) {
        const { status, body } = await get(`todo?limit=1&${list}&cursor=${cursor}`);
        expect([list, status]).toEqual([list, list === one ? 200 : 400]);
        if (status === 400) expect(body.message).toMatch(/^cursor /);
      }
    }
  });

  it('of another user is a 400', async () => {
    const cursor = await firstCursor('limit=1');
    expect((await get(`todo?limit=1&cursor=${cursor}`, other.token)).status).toBe(400);
  });

  it('stays valid when its todo is edited and deleted, after a new sign-in and after a restart', async () => {
    const whole = await wholeOf('');
    const cursor = await firstCursor('limit=10');
    const last = whole[9] ?? '';
    const rest = async () => idsOf(await get(`todo?limit=200&cursor=${cursor}`, await app.api.signIn(me)));
    const repository = app.get(TodoRepository);
    const viewer = { id: me.id, everyone: true };
    await repository.change(viewer, last, { changes: { title: 'z', dueDate: new Date(0) }, now: new Date() });
    expect(await rest()).toEqual(whole.slice(10));
    await repository.remove(viewer, last);
    expect(await rest()).toEqual(whole.slice(10));
    await app.api.call('POST', 'logout', { token: me.token });
    await app.restart();
    expect(await rest()).toEqual(whole.slice(10));
  });

  it('that is malformed is a 400, even if only in one part', async () => {
    const cursor = await firstCursor('limit=1');
    const [digest, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(made(digest, at, id)).toBe(cursor);
    const near = [
      made(digest, at),
      made(digest, at, id, id),
      made(digest, String(at), id),
      made(digest, null, id),
      made(digest, 1.5, id),
      made(digest, 9_007_199_254_740_991, id),
      made(digest, -9_007_199_254_740_991, id),
      made(digest, 8_640_000_000_000_001, id),
      made(digest, at, [id]),
      made(digest, at, { $gt: '' }),
      made(digest, at, 'x'),
      made(digest, at, String(id).toUpperCase().replaceAll(/\d/g, 'A')),
      made(digest, at, `${String(id)}0`),
      made(`${String(digest)}=`, at, id),
      Buffer.from(JSON.stringify({ digest, at, id })).toString('base64url'),
    ];
    const texts = ['x', 'null', 'AAAA', 'bnVsbA', 'e30', 'W10', '%00', '../..', 'é', '9'.repeat(4_000)];
    const spelt = [`${cursor}=`, `${cursor}%20`, `%20${cursor}`, cursor.slice(1), cursor.slice(0, -4), `${cursor}AAAA`];
    for (const each of [...near, ...texts, ...spelt]) {
      const { status, body } = await get(`todo?limit=1&cursor=${each}`);
      expect([each, status]).toEqual([each, 400]);
      expect(body.message).toMatch(/^cursor must be /);
    }
  });
});
