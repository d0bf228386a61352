import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { expectEnvelope, type Person } from '../support/api.js';
import { anId, aTodo } from '../support/builders.js';
import { exchange } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

/** Cache headers that a client may send along; fetch adds the second by itself. */
const EVERY_CACHE: Record<string, string>[] = [
  {},
  { 'Cache-Control': 'no-cache' },
  { Pragma: 'no-cache', 'Cache-Control': 'max-age=0' },
];
const STRONG = /^"[\x21\x23-\x7e]+"$/;

const app = withApp();
let me: Person;
let assignee: Person;
let stranger: Person;
let id: string;
let tag: string;

beforeAll(async () => {
  [me, assignee, stranger] = [await app.api.person(), await app.api.person(), await app.api.person()];
});
beforeEach(async () => {
  id = await app.api.add(me.token, { title: 'x', assignee: assignee.id });
  tag = await tagOf();
});

const stored = () => app.get(TodoRepository).find({ id: me.id, everyone: true }, id);
const get = (headers: Record<string, string> = {}, method = 'GET', token = me.token) =>
  app.api.fetch(method, `todo/${id}`, { token, headers });
const tagOf = async (token = me.token) => (await get({}, 'GET', token)).headers.get('etag') ?? '';

/** Everything that `If-Match` guards; each of them changes a fresh todo. */
const EDITS: [string, string, object | undefined][] = [
  ['PATCH', '', { title: 'z' }],
  ['PATCH', '/done', undefined],
  ['DELETE', '', undefined],
];
const send = ([method, tail, body]: (typeof EDITS)[number], match?: string, token = me.token, of = id) =>
  app.api.call(method, `todo/${of}${tail}`, { token, body, headers: match === undefined ? {} : { 'If-Match': match } });

describe('the tag', () => {
  it('is strong, and the same for everyone who sees the todo', async () => {
    expect(tag).toMatch(STRONG);
    expect(await tagOf(assignee.token)).toBe(tag);
    expect(await tagOf()).toBe(tag);
  });

  it('of a new todo is already in the 201', async () => {
    const { headers } = await app.api.call('POST', 'todo', { token: me.token, body: { title: 'x' } });
    id = headers.get('location')?.split('/').at(-1) ?? '';
    expect(headers.get('etag')).toBe(await tagOf());
  });

  it('differs after every change, and the answer to the change carries the new one', async () => {
    const tags = [tag];
    for (const edit of [
      ['PATCH', '', { title: 'z' }],
      ['PATCH', '/done', undefined],
      ['PATCH', '', { title: 'x' }],
      ['PATCH', '/todo', undefined],
    ] as typeof EDITS) {
      const { headers } = await send(edit);
      expect(headers.get('etag')).toBe(await tagOf());
      tags.push(await tagOf());
    }
    expect(new Set(tags).size).toBe(5);
  });

  it('stays when an edit changes nothing', async () => {
    for (const edit of [
      ['PATCH', '', {}],
      ['PATCH', '', { title: 'x', assignee: assignee.id }],
      ['PATCH', '/todo', undefined],
    ] as typeof EDITS)
      expect((await send(edit)).headers.get('etag')).toBe(tag);
  });

  it('is not on lists, deletions and errors', async () => {
    const answers = [
      await app.api.call('GET', 'todo', { token: me.token }),
      await app.api.call('GET', 'todo?limit=1', { token: me.token }),
      await send(['DELETE', '', undefined], undefined, assignee.token),
      await send(['PATCH', '', { title: 7 }]),
      await send(['DELETE', '', undefined]),
      await send(['DELETE', '', undefined]),
    ];
    for (const { headers } of answers) expect(headers.has('etag')).toBe(false);
  });
});

describe('If-None-Match', () => {
  it.each(['<tag>', 'W/<tag>', '"0", <tag>', '<tag>,"0"', ' "a" ,\tW/"b" , <tag> ', '*'])(
    '%s is a 304 without a body, whatever Cache-Control says',
    async (field) => {
      for (const more of EVERY_CACHE)
        for (const method of ['GET', 'HEAD']) {
          const answer = await get({ 'If-None-Match': field.replace('<tag>', tag), ...more }, method);
          expect(answer.status).toBe(304);
          expect(await answer.text()).toBe('');
          expect(answer.headers.get('etag')).toBe(tag);
          expect(answer.headers.get('cache-control')).toBe('private, no-cache');
          expect(answer.headers.get('x-request-id')).toBeTruthy();
          expect(answer.headers.has('content-type')).toBe(false);
        }
    },
  );

  it.each(['"0"', 'W/"0"', '"0", "00"', '', '<bare>', '<tag', 'tag', '"<bare>', '<tag> "0"', '<tag>; "0"', '"*"'])(
    '%s is a 200 with the todo',
    async (field) => {
      const value = field.replace('<tag>', tag).replace('<tag', tag.slice(0, -1)).replace('<bare>', tag.slice(1, -1));
      const answer = await get({ 'If-None-Match': value });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ data: { id } });
    },
  );

  it('is a 200 after an edit, a 404 after the deletion, and never a 304 to a stranger', async () => {
    const match = { 'If-None-Match': tag };
    expect((await get(match, 'GET', stranger.token)).status).toBe(404);
    await send(['PATCH', '/done', undefined]);
    expect((await get(match)).status).toBe(200);
    await send(['DELETE', '', undefined]);
    expect((await get({ 'If-None-Match': '*' })).status).toBe(404);
  });

  // `fetch` would send `Cache-Control: no-cache`, with which Express never answers a 304 by itself.
  it.each(['todo', 'todo?limit=1', 'users/me', 'users?email=nobody@mail.com'])(
    'is ignored by GET and HEAD of %s, which have no tag',
    async (path) => {
      for (const method of ['GET', 'HEAD'])
        for (const field of ['*', tag]) {
          const fields = [`Authorization: Bearer ${me.token}`, `If-None-Match: ${field}`];
          const { status, headers, text } = await exchange(app.url, [`${method} /api/${path} HTTP/1.1`, ...fields]);
          expect(status).toBe(200);
          if (method === 'GET') expectEnvelope(status, headers, text);
        }
    },
  );

  it('is ignored by HEAD of a list that is streamed', async () => {
    const page = vi.spyOn(app.get(TodoRepository), 'page');
    page.mockResolvedValue(Array.from({ length: 100 }, () => aTodo({ owner: me.id })));
    const fields = [`Authorization: Bearer ${me.token}`, 'If-None-Match: *'];
    expect((await exchange(app.url, ['HEAD /api/todo HTTP/1.1', ...fields])).status).toBe(200);
    page.mockRestore();
  });
});

describe.each(EDITS)('If-Match on %s /todo/<id>%s', (...edit) => {
  it.each(['<tag>', '*', ' * ', '"0", <tag>', '<tag> , "0"', 'W/"9", <tag>', '"a,b", <tag>', '"", <tag>'])(
    '%s lets the request through',
    async (match) => {
      expect((await send(edit, match.replace('<tag>', tag))).status).toBe(200);
    },
  );

  it.each([
    '"0"',
    '"2"',
    'W/<tag>',
    '"0", "2"',
    '',
    ',',
    '<bare>',
    '<tag',
    '<tag> <tag>',
    '<tag>;',
    '*, <tag>',
    '"*"',
    '<tag>, nonsense',
    '"01"',
    '"1.0"',
    '"1e0"',
    '" 1"',
    '"999999999999999999999"',
    '"$ne"',
  ])('%s is a 412, and changes nothing', async (match) => {
    const before = await stored();
    const value = match.replaceAll('<tag>', tag).replace('<tag', tag.slice(0, -1)).replace('<bare>', tag.slice(1, -1));
    const answer = await send(edit, value);
    expect(answer.status).toBe(412);
    expect(answer.body.error).toBe('Precondition Failed');
    expect(answer.body.message).toContain(id);
    expect(await stored()).toEqual(before);
  });

  it('with the tag of an earlier state is a 412', async () => {
    await send(['PATCH', '/inprogress', undefined]);
    const before = await stored();
    expect((await send(edit, tag)).status).toBe(412);
    expect(await stored()).toEqual(before);
    expect((await send(edit, await tagOf())).status).toBe(200);
  });

  it('is checked after 400, 404 and 403', async () => {
    expect((await send(edit, '"0"', me.token, 'x')).status).toBe(400);
    for (const match of ['"0"', tag, '*']) {
      expect((await send(edit, match, stranger.token)).status).toBe(404);
      expect((await send(edit, match, me.token, anId())).status).toBe(404);
    }
    expect((await send(edit, '"0"', assignee.token)).status).toBe(edit[0] === 'DELETE' ? 403 : 412);
    expect(await stored()).toBeDefined();
  });

  it('lets exactly one of 20 different requests at once win, and all of 20 equal edits', async () => {
    const [method, tail] = edit;
    const race = Array.from({ length: 20 }, (_, index) =>
      send([method, tail, method === 'PATCH' && tail === '' ? { title: `${index}` } : undefined], tag),
    );
    const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
    const others = method === 'DELETE' ? 404 : tail === '' ? 412 : 200;
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => others)]);
    expect((await stored())?.version).toBe(method === 'DELETE' ? undefined : 2);
  });
});

it('a patch without fields is a 412 when its tag is old, since no edit is repeated', async () => {
  await send(['PATCH', '/done', undefined]);
  expect((await send(['PATCH', '', {}], tag)).status).toBe(412);
});
