import { expect, it } from 'vitest';
import { signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

/** Every request that hashes or asks the database takes longer. */
const app = withApp({ SLOW_REQUEST: '1ms', BCRYPT_COST: '8' });

it('a line says how long a slow request has hashed, waited and asked the database', async () => {
  const who = signUp();
  const { headers } = await app.api.register(who);
  await Promise.all(Array.from({ length: 8 }, () => app.api.signIn(who)));
  const slow = (await app.logged()).filter(({ msg }) => msg === 'slow request');
  const registered = slow.find(({ requestId }) => requestId === headers.get('x-request-id'));
  expect(registered).toMatchObject({ level: 40, method: 'POST', route: '/api/register' });
  expect(Number(registered?.hashing)).toBeGreaterThan(0);
  const signIns = slow.filter(({ route }) => route === '/api/login');
  expect(signIns).toHaveLength(8);
  // Two of them are compared at once.
  expect(signIns.filter(({ waiting }) => Number(waiting) > 0).length).toBeGreaterThan(0);
  for (const { ms, receiving, waiting, hashing, database } of signIns) {
    const known = [receiving, waiting, hashing, database].map(Number);
    // Each is rounded.
    expect(known.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(Number(ms) + known.length);
    expect(Number(hashing)).toBeGreaterThan(0);
  }
  expect(JSON.stringify(slow)).not.toContain(who.email);
});
