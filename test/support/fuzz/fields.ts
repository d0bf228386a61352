import fc from 'fast-check';

/** Header fields; one with several values is sent several times. */
export type Fields = Record<string, string | string[]>;

/** Who sends a request. */
export type Who = 'signed in' | 'signed out' | 'with a wrong token';

export const WHO = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Who>('signed in') },
  { weight: 1, arbitrary: fc.constantFrom<Who>('signed out', 'with a wrong token') },
);

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The fields that say what a body is. */
export const typeFields = fc.oneof(
  { weight: 14, arbitrary: fc.constant<Fields>(JSON_TYPE) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fields>(
      {},
      { 'Content-Type': '' },
      { 'Content-Type': ['application/json', 'text/plain'] },
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'APPLICATION/JSON; Charset="utf-8"' },
      { 'Content-Type': 'application/json; charset=utf-16' },
      { 'Content-Type': 'application/json; charset=UTF8' },
      { 'Content-Type': 'application/json; charset=us-ascii' },
      { 'Content-Type': 'application/json; charset=__proto__' },
      { 'Content-Type': 'application/json;;;=' },
      { 'Content-Type': 'application/merge-patch+json' },
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { 'Content-Type': 'a'.repeat(300) },
      { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
      { ...JSON_TYPE, 'Content-Encoding': 'br, gzip' },
      { ...JSON_TYPE, 'Content-Encoding': 'Identity' },
      { ...JSON_TYPE, 'Content-Encoding': '' },
      { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' },
    ),
  },
);

/** Fields that an operation or the server itself may read. */
export const extraFields = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fields>({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Fields>(
      { 'Idempotency-Key': 'a key' },
      { 'Idempotency-Key': 'x'.repeat(128) },
      { 'Idempotency-Key': 'x'.repeat(129) },
      { 'Idempotency-Key': '' },
      { 'Idempotency-Key': 'caf\xe9' },
      { 'Idempotency-Key': ['one', 'two'] },
      { 'If-Match': '*' },
      { 'If-Match': '"1"' },
      { 'If-Match': 'W/"1", "' },
      { 'If-Match': Array.from({ length: 200 }, (_, index) => `"${index}"`).join(', ') },
      { 'If-None-Match': '"1"' },
      { 'If-None-Match': '*' },
      { 'If-Match': ['"1"', '"2"'], 'If-None-Match': '"9007199254740993"' },
      { 'X-Request-Id': '${jndi:ldap://x}' },
      { 'X-Request-Id': ['one', 'two'] },
      { 'X-Forwarded-For': '1.2.3.4, nonsense' },
      { 'X-HTTP-Method-Override': 'DELETE' },
      { Origin: 'null' },
      { Expect: '100-continue' },
      { Range: 'bytes=0-1' },
      { Accept: 'text/html', 'Accept-Encoding': 'gzip;q=nonsense' },
      { Cookie: '__proto__=1', Connection: 'close' },
    ),
  },
);
