import { expect, it } from 'vitest';
import { LookupLimiter, LOOKUPS } from '../../src/users/lookups/lookup-limiter.js';
import { anId } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const limits = withAdapter(LookupLimiter);

it('allows each caller 60 look-ups a minute, then returns how long to wait', async () => {
  expect(LOOKUPS).toEqual({ points: 60, duration: 60 });
  const [me, other] = [anId(), anId()];
  for (let index = 0; index < 60; index++) expect(await limits.take(me)).toBe(0);
  for (let index = 0; index < 3; index++) {
    const waitMs = await limits.take(me);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  }
  expect(await limits.take(other)).toBe(0);
});

it('counts each of many look-ups at once, even the first ones', async () => {
  const me = anId();
  const waits = await Promise.all(Array.from({ length: 90 }, () => limits.take(me)));
  expect(waits.filter((ms) => ms === 0)).toHaveLength(60);
});
