import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Person, Sent } from '../support/api.js';
import { raw } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const LIMIT = 102_400;

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

const post = (sent: Sent) => app.api.call('POST', 'todo', { token: me.token, ...sent });

describe('a body that is not JSON', () => {
  it.each<[string, string | Uint8Array]>([
    ['an open brace', '{'],
    ['a trailing comma', '{"title":"x",}'],
    ['single quotes', "{'title':'x'}"],
    ['a comment', '{"title":"x"}//'],
    ['two values', '{"title":"x"}{"title":"x"}'],
    ['NaN', '{"title":NaN}'],
    ['a raw control character', '{"title":"a\nb"}'],
    ['white space alone', '   '],
    ['a NUL', '\0'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['Latin-1', Buffer.from('{"title":"ü"}', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFF{"title":"x"}', 'utf16le')],
    ['an overlong form', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d])],
    ['two byte order marks', '\uFEFF\uFEFF{"title":"x"}'],
    ['very deep nesting', '['.repeat(50_000)],
    ['very deep nesting that is closed', `{"title":"x","a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
  ])('%s is a 400 that does not repeat it', async (_, rawBody) => {
    const { status, body } = await post({ rawBody, headers: JSON_TYPE });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^The body [a-zA-Z0-9 -]+$/);
  });

  it('does not disturb the next request', async () => {
    expect((await post({ body: { title: 'x' } })).status).toBe(201);
  });
});

it('accepts JSON after one byte order mark', async () => {
  expect((await post({ rawBody: '\uFEFF{"title":"x"}', headers: JSON_TYPE })).status).toBe(201);
});

describe('a body of many properties', () => {
  const many = (count: number, value: unknown = 0) =>
    JSON.stringify({
      title: 'x',
      ...Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`p${index}`, value])),
    });

  it.each([
    ['100 properties', 201, many(100)],
    ['101 properties', 400, many(101)],
    ['9,000 properties', 400, many(9_000)],
    ['a text with many commas, quotes and backslashes', 201, JSON.stringify({ title: ',"\\'.repeat(80) })],
    ['60 properties with an element each', 400, many(60, [1])],
    [
      '100 elements of one property',
      400,
      JSON.stringify({ title: 'x', ignored: Array.from({ length: 100 }, () => 1) }),
    ],
  ])('%s: %d', async (_, status, rawBody) => {
    const answer = await post({ rawBody, headers: JSON_TYPE });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.message).toBe('The body has too many properties');
  });
});

describe('JSON that is not an object', () => {
  const texts = ['null', '[]', '[{"title":"x"}]', '"x"', '1', '0', 'true', 'false', '""', '[[]]'];
  const routes = (): [method: string, path: string][] => [
    ['POST', 'todo'],
    ['POST', 'register'],
    ['POST', 'login'],
    ['POST', 'logout'],
    ['PATCH', `todo/${'a'.repeat(24)}`],
    ['PATCH', 'users/me'],
    ['DELETE', 'users/me'],
  ];

  it.each(texts)('%s is a 400, after the token has been looked at', async (rawBody) => {
    for (const [method, path] of routes()) {
      const { status, body } = await app.api.call(method, path, { token: me.token, rawBody, headers: JSON_TYPE });
      expect(status, path).toBe(400);
      expect(body.message, path).toBe('The body must be a JSON object');
    }
    expect((await app.api.call('PATCH', 'users/me', { rawBody, headers: JSON_TYPE })).status).toBe(401);
    await app.api.list(me.token);
  });
});

describe('the media type', () => {
  const rawBody = '{"title":"x"}';

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; version=1',
    'application/json; charset=utf8',
    'application/json; charset=UTF8',
    'application/json; charset="utf8"',
    'application/json; charset=unicode-1-1-utf-8',
    'application/json; charset=x-unicode20utf8',
    'application/json; charset=us-ascii',
    'application/json; charset=US-ASCII',
  ])('%s is accepted', async (type) => {
    expect((await post({ rawBody, headers: { 'Content-Type': type } })).status).toBe(201);
  });

  it.each([
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/vnd.api+json',
    'application/octet-stream',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json; charset=ascii',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16le',
    'application/json; charset=windows-1252',
    'application/json; charset=utf-8x',
    'application/json, text/plain',
    'json',
    '*/*',
    ';',
  ])('%s is a 415', async (type) => {
    const { status, body } = await post({ rawBody, headers: { 'Content-Type': type } });
    expect(status).toBe(415);
    expect(body.error).toBe('Unsupported Media Type');
  });

  it('has at most 256 characters', async () => {
    const ofLength = (length: number) => ({ 'Content-Type': 'application/json; x='.padEnd(length, 'x') });
    expect((await post({ rawBody, headers: ofLength(256) })).status).toBe(201);
    expect((await post({ rawBody, headers: ofLength(257) })).status).toBe(415);
  });

  it('is required', async () => {
    expect((await post({ rawBody: Buffer.from(rawBody) })).status).toBe(415);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'x-unknown', 'gzip, gzip'])(
    'in the encoding %s is a 415',
    async (encoding) => {
      const headers = { ...JSON_TYPE, 'Content-Encoding': encoding };
      expect((await post({ rawBody: gzipSync(rawBody), headers })).status).toBe(415);
    },
  );

  it('in the encoding identity is accepted', async () => {
    expect((await post({ rawBody, headers: { ...JSON_TYPE, 'Content-Encoding': 'identity' } })).status).toBe(201);
  });
});

describe('the limit', () => {
  const filler = (bytes: number) =>
    `{"title":"x","ignored":"${'x'.repeat(bytes - '{"title":"x","ignored":""}'.length)}"}`;
  const head = () => ['POST /api/todo HTTP/1.1', `Authorization: Bearer ${me.token}`, 'Content-Type: application/json'];
  const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

  it('accepts a body of exactly that size', async () => {
    const text = filler(LIMIT);
    expect((await post({ rawBody: text, headers: JSON_TYPE })).status).toBe(201);
    expect((await raw(app.url, [...head(), 'Transfer-Encoding: chunked'], chunked(text))).status).toBe(201);
  });

  it('is a 413 for a larger Content-Length, before the body is sent', async () => {
    const { status, body } = await raw(app.url, [...head(), `Content-Length: ${LIMIT + 1}`]);
    expect(status).toBe(413);
    expect(body.error).toBe('Payload Too Large');
  });

  it('is a 413 for chunks that add up to more', async () => {
    const { status } = await raw(app.url, [...head(), 'Transfer-Encoding: chunked'], chunked(filler(LIMIT + 1)));
    expect(status).toBe(413);
  });

  it('is a 413 for a body without end', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const { status } = await raw(app.url, [...head(), 'Transfer-Encoding: chunked'], chunk.repeat(40));
    expect(status).toBe(413);
  });

  it('counts bytes, not characters', async () => {
    const text = JSON.stringify({ title: 'x', ignored: 'ü'.repeat(LIMIT / 2) });
    expect(text.length).toBeLessThan(LIMIT);
    expect((await post({ rawBody: text, headers: JSON_TYPE })).status).toBe(413);
  });
});

it('a byte above 0x7F in a body of US-ASCII is a 400', async () => {
  const headers = { 'Content-Type': 'application/json; charset=us-ascii' };
  const { status, body } = await post({ rawBody: '{"title":"ü"}', headers });
  expect(status).toBe(400);
  expect(body.message).toBe('The body is not valid US-ASCII');
});

describe('zero bytes of body are no body, however they are framed', () => {
  const framings: [string, string[], string][] = [
    ['no length', [], ''],
    ['a length of zero', ['Content-Length: 0'], ''],
    ['chunks', ['Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['chunks with an extension and a trailer', ['Transfer-Encoding: chunked'], '0;a=b\r\nX: y\r\n\r\n'],
  ];
  const types = [[], ['Content-Type: text/plain'], ['Content-Type: application/json'], ['Content-Encoding: gzip']];

  it.each(framings)('%s', async (_, framing, body) => {
    const id = await app.api.add(me.token);
    for (const type of types) {
      const logout = [`Authorization: Bearer ${await app.api.signIn(me)}`, ...type, ...framing];
      expect((await raw(app.url, ['POST /api/logout HTTP/1.1', ...logout], body)).status).toBe(200);
      const rest = [`Authorization: Bearer ${me.token}`, ...type, ...framing];
      expect((await raw(app.url, [`PATCH /api/todo/${id} HTTP/1.1`, ...rest], body)).status).toBe(200);
      expect((await raw(app.url, [`PATCH /api/todo/${id}/done HTTP/1.1`, ...rest], body)).status).toBe(200);
    }
  });

  it.each([
    ['text/plain', 'Content-Type: text/plain'],
    ['gzip', 'Content-Encoding: gzip'],
    ['no type', 'X-Other: x'],
  ])('one byte in chunks is a 415: %s', async (_, header) => {
    const head = ['POST /api/logout HTTP/1.1', header, 'Transfer-Encoding: chunked'];
    expect((await raw(app.url, head, '1\r\n{\r\n0\r\n\r\n')).status).toBe(415);
  });
});

describe('no body at all', () => {
  it('is treated as {}', async () => {
    for (const sent of [{}, { headers: JSON_TYPE }, { rawBody: '' }]) {
      const { status, body } = await post(sent);
      expect(status).toBe(400);
      expect(body.message).toBe((await post({ body: {} })).body.message);
    }
    const empty = await raw(
      app.url,
      [
        'POST /api/todo HTTP/1.1',
        `Authorization: Bearer ${me.token}`,
        ...['Content-Type: application/json', 'Transfer-Encoding: chunked'],
      ],
      '0\r\n\r\n',
    );
    expect(empty.body.message).toMatch(/title/);
  });
});

describe('a body that no route reads', () => {
  const bodies: [string, Sent][] = [
    ['broken JSON', { rawBody: '{', headers: JSON_TYPE }],
    ['plain text', { rawBody: 'x', headers: { 'Content-Type': 'text/plain' } }],
    ['more than the limit', { rawBody: 'x'.repeat(LIMIT * 2), headers: JSON_TYPE }],
    ['compressed', { rawBody: 'x', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } }],
  ];

  it.each(bodies)('(%s) does not matter to a route that takes no body', async (_, sent) => {
    const id = await app.api.add(me.token);
    expect((await app.api.call('PATCH', `todo/${id}/done`, { token: me.token, ...sent })).status).toBe(200);
    expect((await app.api.call('DELETE', `todo/${id}`, { token: me.token, ...sent })).status).toBe(200);
    const get = [
      'GET /api/todo HTTP/1.1',
      `Authorization: Bearer ${me.token}`,
      'Content-Type: text/plain',
      'Content-Length: 1',
    ];
    expect((await raw(app.url, get, '{')).status).toBe(200);
  });

  it.each(bodies)('(%s) does not matter to an unknown route', async (_, sent) => {
    expect((await app.api.call('POST', 'nope', sent)).status).toBe(404);
    expect((await app.api.call('PUT', '/nope', sent)).status).toBe(404);
  });
});
