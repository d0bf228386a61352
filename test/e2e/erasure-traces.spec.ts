import { expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { operations } from '../support/document.js';
import { requestOf } from '../support/requests.js';
import { allRows } from '../support/rows.js';
import { withApp } from '../support/with-app.js';

/** Routes that write, without those that end a session or the account. */
const writes = operations.filter(
  ({ name, method }) => method !== 'GET' && !/log(in|out)|erase|DELETE \/users/.test(name),
);

const app = withApp();

const tablesWith = async ({ id }: Person) =>
  new Set((await allRows(app)).filter(({ row }) => row.includes(id)).map(({ table }) => table));

it('after a call of every route that writes, an erasure leaves no row with the id of the user', async () => {
  const [me, other] = [await app.api.person(), await app.api.person()];
  expect(writes.length).toBeGreaterThan(4);
  for (const operation of writes) {
    const { method, path, ...sent } = await requestOf(app.api, me, operation);
    const key = { 'Idempotency-Key': operation.name.replace(/\W/g, '-') };
    const { status } = await app.api.call(method, path, { ...sent, headers: key });
    expect([200, 201], operation.name).toContain(status);
  }
  await app.api.add(me.token, { title: 'mine', assignee: other.id });
  await app.api.add(other.token, { title: 'given', assignee: me.id });
  expect((await tablesWith(me)).size).toBeGreaterThan(3);

  const erased = await app.api.call('DELETE', 'users/me', {
    token: me.token,
    body: { currentPassword: me.password },
  });
  expect(erased.status).toBe(200);
  expect(await tablesWith(me)).toEqual(new Set());
});
