import { describe, expect, it } from 'vitest';
import { type Exchange, validator } from '../../support/document-validator.js';

const ID = '638ca851febc98437e09df2a';
const AT = '2022-12-04T15:31:35.195Z';
const TODO = { id: ID, title: 'x', status: 'todo', createdBy: ID, created_at: AT, updated_at: AT };

const envelope = (over: object = {}) =>
  JSON.stringify({ statusCode: 200, message: 'Todos is successfully retrieved', data: [TODO], error: null, ...over });

const listed = (todo: object) => ({ body: envelope({ data: [{ ...TODO, ...todo }] }) });

const head = (headers: Record<string, string> = {}) =>
  new Headers({ 'Content-Type': 'application/json; charset=utf-8', 'X-Request-Id': 'a', ...headers });

const list = (over: Partial<Exchange> = {}) =>
  validator.faults({ method: 'GET', target: '/api/todo', status: 200, headers: head(), body: envelope(), ...over });

const added = (over: Partial<Exchange>, request: object = { title: 'x' }) =>
  validator.faults({
    method: 'POST',
    target: '/api/todo',
    request: { headers: head(), body: JSON.stringify(request) },
    status: 201,
    headers: head({ Location: `/api/todo/${ID}`, ETag: '"1"' }),
    body: envelope({ statusCode: 201, data: null }),
    ...over,
  });

const refused = (status: number, error: string) => ({
  status,
  body: JSON.stringify({ statusCode: status, message: 'no', data: null, error }),
});

describe('the validator of answers', () => {
  it('finds no fault in answers of the document', () => {
    expect(list()).toEqual([]);
    expect(list(listed({ due_date: AT, description: '', assignee: ID }))).toEqual([]);
    expect(added({})).toEqual([]);
    expect(list({ method: 'HEAD', body: '' })).toEqual([]);
    expect(list({ ...refused(503, 'Service Unavailable'), headers: head({ 'Retry-After': '1' }) })).toEqual([]);
    expect(list({ target: '/api/nope', ...refused(404, 'Not Found') })).toEqual([]);
    expect(list({ target: '/health/ready', body: envelope({ message: null, data: { status: 'ok' } }) })).toEqual([]);
  });

  it.each<[what: string, answer: Partial<Exchange>, found: RegExp]>([
    ['an undocumented status', refused(409, 'Conflict'), /has no answer 409$/],
    ['an answer of another operation', { target: `/api/todo/${ID}`, ...refused(422, 'x') }, /has no answer 422$/],
    ['a success of an unknown route', { target: '/api/nope' }, /not in the document, and yet answers 200$/],
    ['a route without its prefix', { target: '/todo' }, /not in the document/],
    ['a probe by another method', { method: 'POST', target: '/health/live' }, /not in the document/],
    ['a probe with the prefix', { target: '/api/health/live' }, /not in the document/],
    ['an unknown field', listed({ owner: ID }), /body\/data\/0 must NOT have additional properties .*owner/],
    ['a 404 of an unknown route with another field', { target: '/api/nope', ...refused(404, 'x') }, /body\/error/],
    ['an unknown field of the envelope', { body: envelope({ ok: true }) }, /body must NOT have additional .*ok/],
    ['a missing field', listed({ title: undefined }), /must have required property 'title'/],
    ['a wrong type', listed({ title: 1 }), /body\/data\/0\/title must be string/],
    ['an object in place of a list', { body: envelope({ data: {} }) }, /body\/data must be array/],
    ['null in a property that is never null', listed({ due_date: null }), /body\/data\/0\/due_date must be string/],
    [
      'a value in a property that is always null',
      { body: envelope({ error: 'x' }) },
      /body\/error must be equal to one of/,
    ],
    ['another status in the body', { body: envelope({ statusCode: 201 }) }, /body\/statusCode must be equal/],
    ['an unknown status', listed({ status: 'open' }), /status must be equal to one of the allowed values/],
    ['a date without milliseconds', listed({ created_at: '2022-12-04T15:31:35Z' }), /created_at must match pattern/],
    ['an id in upper case', listed({ id: ID.toUpperCase() }), /id must match pattern/],
    ['a body that is not JSON', { body: '{' }, /body is not JSON/],
    ['a body of another type', { headers: head({ 'Content-Type': 'text/html' }) }, /content-type text\/html/],
    ['a body in an answer to HEAD', { method: 'HEAD' }, /a body that must not be there/],
    ['no request id', { headers: new Headers({ 'Content-Type': 'application/json' }) }, /X-Request-Id is missing/],
    ['a 401 without its challenge', refused(401, 'Unauthorized'), /header WWW-Authenticate is missing/],
    ['a 503 without Retry-After', refused(503, 'Service Unavailable'), /header Retry-After is missing/],
    [
      'a Retry-After that is not a number',
      { ...refused(503, 'Service Unavailable'), headers: head({ 'Retry-After': 'soon' }) },
      /header Retry-After must be integer/,
    ],
    ['a 400 with another error', { ...refused(400, 'Bad Request') }, /body\/error must be equal to one of/],
  ])('finds %s', (_, answer, found) => {
    expect(list(answer)).toContainEqual(expect.stringMatching(found));
  });

  it('finds a 201 without Location', () => {
    expect(added({ headers: head() })).toContainEqual(expect.stringMatching(/header Location is missing/));
  });
});

describe('the validator of accepted requests', () => {
  it.each<[what: string, body: object, found: RegExp]>([
    ['no title', {}, /request body must have required property 'title'/],
    ['a wrong type', { title: 1 }, /request body\/title must be string/],
    ['a malformed id', { title: 'x', assignee: 'me' }, /assignee must match format "mongoId"/],
    ['a malformed date', { title: 'x', dueDate: '30 Feb' }, /dueDate must match a schema in anyOf/],
  ])('finds %s', (_, body, found) => {
    expect(added({}, body)).toContainEqual(expect.stringMatching(found));
  });

  it('finds a parameter of a wrong type, and a missing one', () => {
    const request = { headers: head() };
    expect(list({ request, target: '/api/todo?assignee=me' })).toContainEqual(expect.stringMatching(/assignee/));
    expect(list({ request, target: '/api/todo?limit=0' })).toContainEqual(expect.stringMatching(/limit must be >= 1/));
    const body = envelope({ message: 'Users is successfully retrieved', data: [] });
    expect(list({ request, target: '/api/users', body })).toEqual(['GET /users 200: query parameter email is missing']);
  });

  it('finds a malformed header', () => {
    const headers = head({ 'Idempotency-Key': 'with space' });
    const request = { headers, body: '{"title":"x"}' };
    expect(added({ request })).toContainEqual(expect.stringMatching(/header parameter Idempotency-Key must match/));
  });

  it('accepts everything that the server accepts', () => {
    const email = validator.faults({
      method: 'GET',
      target: '/api/users?email=%20me@mail.com',
      request: { headers: head() },
      status: 200,
      headers: head(),
    });
    expect(email).toEqual([]);
    expect(added({}, { title: 'x', description: null, dueDate: AT, due_date: AT, unknown: 1 })).toEqual([]);
    expect(list({ request: { headers: head() }, target: '/api/todo?unknown=1&__proto__=x' })).toEqual([]);
  });
});
