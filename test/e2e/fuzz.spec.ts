import { expect, it } from 'vitest';
import { operations } from '../support/document.js';
import { Campaign } from '../support/fuzz/campaign.js';
import { withApp } from '../support/with-app.js';

/** Enough for each operation to be served, also those of features that are added later. */
const COUNT = Math.max(1_000, 66 * operations.length);
/** The same one in each run, so that a failure can be seen again. `npm run verify -- fuzz` tries others. */
const SEED = 20_221_204;
/** The part of all requests that must have come to the database. */
const SHARE = 0.3;

const app = withApp({ RATE_LIMIT_ENABLED: 'false', BODY_LIMIT: '32kb' });

it(`${COUNT} requests made from the document get an answer of the document, and change nobody else’s data`, async () => {
  const campaign = await Campaign.start(app.api);
  const { served, unserved } = await campaign.run({ count: COUNT, seed: SEED });
  expect(unserved).toEqual([]);
  expect(served / COUNT).toBeGreaterThan(SHARE);
  const errors = (await app.logged()).filter(({ level }) => level >= 50);
  expect(errors).toEqual([]);
});
