import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { allRows } from '../support/rows.js';
import { withApp } from '../support/with-app.js';

interface Operation {
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { example?: object }> };
}

const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

/** The id that stands for any other in the examples of the document. */
const ANY_ID = /638ca851febc98437e09df2a/g;
/** Requests that say who somebody is need values that are true, and erasing comes last. */
const WITHOUT_EXAMPLE = /^(POST \/(register|login|logout)|DELETE \/users\/me|POST \/users\/me\/erase)$/;

/** Every other route that writes, with the example of its body. */
const writes = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([method]) => /^(post|put|patch|delete)$/.test(method))
    .map(([method, operation]) => ({ method: method.toUpperCase(), path, body: exampleOf(operation) }))
    .filter((route) => !WITHOUT_EXAMPLE.test(`${route.method} ${route.path}`)),
);

function exampleOf({ requestBody }: Operation): string | undefined {
  const name = requestBody?.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
  const example = components.schemas[name]?.example;
  return example && JSON.stringify(example);
}

const app = withApp();

const tablesWith = async ({ id }: Person) =>
  new Set((await allRows(app)).filter(({ row }) => row.includes(id)).map(({ table }) => table));

it('after a call of every route that writes, an erasure leaves no row with the id of the user', async () => {
  const [me, other] = [await app.api.person(), await app.api.person()];
  expect(writes.length).toBeGreaterThan(4);
  for (const { method, path, body } of writes) {
    const todo = await app.api.add(me.token, { title: 'mine', assignee: other.id });
    const target = path.replace('{status}', 'done').replace(/\{\w+\}/g, todo);
    const rawBody = body?.replace(ANY_ID, me.id);
    const headers = { 'Idempotency-Key': todo, ...(rawBody && { 'Content-Type': 'application/json' }) };
    const answer = await app.api.call(method, target.slice(1), { token: me.token, headers, rawBody });
    expect([method, path, answer.status]).toEqual([method, path, expect.toBeOneOf([200, 201])]);
  }
  await app.api.add(other.token, { title: 'given', assignee: me.id });
  expect((await tablesWith(me)).size).toBeGreaterThan(3);

  const erased = await app.api.call('DELETE', 'users/me', {
    token: me.token,
    body: { currentPassword: me.password },
  });
  expect(erased.status).toBe(200);
  expect(await tablesWith(me)).toEqual(new Set());
});
