import { expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { operations } from '../support/document.js';
import { allRows } from '../support/rows.js';
import { withApp } from '../support/with-app.js';

/** The id that stands for any other in the examples of the document. */
const ANY_ID = /638ca851febc98437e09df2a/g;
/** Requests that say who somebody is need values that are true, and erasing comes last. */
const WITHOUT_EXAMPLE = /^(POST \/(register|login|logout)|DELETE \/users\/me|POST \/users\/me\/erase)$/;

/** Every other route that writes. */
const writes = operations.filter(({ name, method }) => method !== 'GET' && !WITHOUT_EXAMPLE.test(name));

const app = withApp();

const tablesWith = async ({ id }: Person) =>
  new Set((await allRows(app)).filter(({ row }) => row.includes(id)).map(({ table }) => table));

it('after a call of every route that writes, an erasure leaves no row with the id of the user', async () => {
  const [me, other] = [await app.api.person(), await app.api.person()];
  expect(writes.length).toBeGreaterThan(4);
  for (const { name, method, template, body } of writes) {
    const todo = await app.api.add(me.token, { title: 'mine', assignee: other.id });
    const target = template.replace('{status}', 'done').replace(/\{\w+\}/g, todo);
    const rawBody = body && JSON.stringify(body.example).replace(ANY_ID, me.id);
    const headers = { 'Idempotency-Key': todo, ...(rawBody && { 'Content-Type': 'application/json' }) };
    const answer = await app.api.call(method, target.slice(1), { token: me.token, headers, rawBody });
    expect([200, 201], name).toContain(answer.status);
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
