import fc, { type Arbitrary } from 'fast-check';
import { PLACES } from './places.ts';

/** What comes on a connection before TLS, HTTP/2 or another protocol, and heads beyond the limits. */
const NO_REQUESTS = [
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
  '\r\n\r\n\r\n',
  'GET /api/todo\r\n\r\n',
  `GET /api/todo HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  `GET /api/todo HTTP/1.1\r\nHost: a\r\n${'X: x\r\n'.repeat(2_500)}\r\n`,
];

const mostly = (right: string, wrong: string[]): Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

const method = mostly('POST', ['GET', 'PATCH', 'DELETE', 'get', 'GE T', 'POST ', '']);
const target = mostly('/api/todo', [
  '/api/todo?limit=1',
  '/api/login',
  `/api/todo/${PLACES.herTodo}`,
  `/api/todo/${PLACES.herTodo}/done`,
  'http://elsewhere.example/api/users/me',
  '/api/todo\0',
  '/api/t\xf6do',
  '*',
  '',
]);
const version = mostly('HTTP/1.1', ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1 ', 'http/1.1', '']);
const host = mostly('Host: a', ['', 'Host:', 'Host: a\r\nHost: b', 'Host: a, b', 'Host: a b', ' Host: a', 'Host : a']);
const token = mostly(`Authorization: Bearer ${PLACES.myToken}`, ['', 'Authorization: Bearer', 'Authorization: x\0y']);
const others = mostly('Content-Type: application/json', [
  '',
  'Expect: 100-continue\r\nContent-Type: application/json',
  'Expect: nonsense\r\nContent-Type: application/json',
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Connection: close, keep-alive',
  'Content-Type: application/json\r\n folded: yes',
  'Content-Type: application/json\r\n: no name',
  'Content-Type: application/json\rContent-Length: 3',
]);

const TODO = '{"title":"lied"}';
const chunk = (text: string, size = text.length.toString(16)): string => `${size}\r\n${text}\r\n`;

/** The fields that frame a body, and the body. In most of them the two do not agree (RFC 9112, 6 and 7; 11.2). */
const framed = fc.constantFrom(
  ...[
    `${TODO.length}`,
    '3',
    '500',
    '-1',
    '+16',
    '0x10',
    '1e1',
    '16, 16',
    '16, 17',
    '99999999999999999999',
    '',
    ' 16',
  ].map((length) => [`Content-Length: ${length}`, TODO]),
  [`Content-Length: 16\r\nContent-Length: 16`, TODO],
  [`Content-Length: 16\r\nContent-Length: 3`, TODO],
  [`Content-Length : 16`, TODO],
  ['', TODO],
  ['Transfer-Encoding: identity', TODO],
  ['Content-Length: 16\r\nTransfer-Encoding: chunked', `${chunk(TODO)}0\r\n\r\n`],
  ...[
    'chunked',
    'Chunked',
    ' chunked',
    'chunked, chunked',
    'chunked, identity',
    'xchunked',
    'gzip, chunked',
    '"chunked"',
  ].map((coding) => [`Transfer-Encoding: ${coding}`, `${chunk(TODO)}0\r\n\r\n`]),
  ...[
    chunk(TODO),
    `${chunk(TODO, 'zz')}0\r\n\r\n`,
    `${chunk(TODO, '-10')}0\r\n\r\n`,
    `${chunk(TODO, '5')}0\r\n\r\n`,
    `${chunk(TODO, 'fff')}0\r\n\r\n`,
    `${chunk(TODO, 'ffffffffffffffffff')}0\r\n\r\n`,
    `${chunk(TODO, `10;${'x'.repeat(20_000)}`)}0\r\n\r\n`,
    `${chunk(TODO, '10;a="\n"')}0\r\n\r\n`,
    `10\n${TODO}\n0\n\n`,
    `${chunk(TODO)}0\r\nContent-Length: 3\r\nHost: b\r\n\r\n`,
    `${chunk(TODO)}0\r\n\r\n${chunk(TODO)}`,
    '0\r\n\r\n',
  ].map((body) => ['Transfer-Encoding: chunked', body]),
);

const line = mostly('\r\n', ['\n', '\r']);

/** What may follow on the same connection: nothing, a request that a lie would hide, or a half of one. */
const after = mostly('', [
  'GET /api/users/me HTTP/1.1\r\nHost: a\r\n\r\n',
  `DELETE /api/todo/${PLACES.herTodo} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${PLACES.myToken}\r\n\r\n`,
  'GET /api/us',
  '\0',
]);

const request = fc
  .tuple(fc.tuple(method, target, version), fc.tuple(host, token, others), framed, line, after)
  .map(([first, fields, [framing = '', body = ''], end, rest]) => {
    const lines = [first.join(' '), ...[...fields, framing].filter(Boolean), '', ''];
    return lines.join(end) + body + rest;
  });

/**
 * Bytes that are no HTTP, or that one parser reads in another way than the next: lengths and chunks that do not agree with the
 * body, fields that come twice, lines that end in another way.
 */
export const lies: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: request },
  { weight: 1, arbitrary: fc.constantFrom(...NO_REQUESTS) },
);
