// One campaign against a server process. run.ts starts it, and sets the variables that it reads.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Api } from '../../support/api.js';
import { Campaign } from '../../support/fuzz/campaign.js';
import { scratchDir } from '../../support/scratch.js';
import { startServer } from '../../support/spec-server.js';
import { median } from '../../support/statistics.js';

/** The part of all requests that must have come to the database. */
const SHARE = 0.3;
const SAMPLES = 20;
/** Kilobytes of heap that a thousand requests may add, after a collection: those of the caches, which are bounded, fill slowly. */
const MOST_KB = 200;

const { FUZZ_SERVER = '', FUZZ_REQUESTS = '', FUZZ_SEED = '', MONGODB_URI, LEAK } = process.env;

it('a server answers a campaign as the document says, and keeps nothing of it', async () => {
  const server = await startServer({
    command: [process.execPath, '--expose-gc', FUZZ_SERVER],
    env: { RATE_LIMIT_ENABLED: 'false', BODY_LIMIT: '32kb', MONGODB_URI, LEAK },
    log: join(scratchDir('fuzz-log'), 'log'),
    channel: true,
  });
  const count = Number(FUZZ_REQUESTS);
  const heaps: number[] = [];
  const after = async () => {
    const { heap } = (await server.program.ask('')) as { heap: number };
    heaps.push(heap / 1_024);
  };
  const campaign = await Campaign.start(new Api(new URL(server.api).origin));
  const totals = await campaign.run({ count, seed: Number(FUZZ_SEED), every: Math.ceil(count / SAMPLES), after });

  const quarter = SAMPLES / 4;
  const [early, late] = [median(heaps.slice(quarter, 2 * quarter)), median(heaps.slice(-quarter))];
  const added = (late - early) / ((count / 2) * 1e-3);
  const heap = { from: Math.round(early), to: Math.round(late), addedByThousand: Number(added.toFixed(1)) };
  console.log(`figures: ${JSON.stringify({ ...totals, heapKb: heap })}`);
  expect(server.failures, 'lines that the server has logged as errors').toEqual([]);
  expect(totals.unserved, 'operations that no request has got through').toEqual([]);
  expect(totals.served / count).toBeGreaterThan(SHARE);
  expect(added, 'kilobytes of heap that a thousand requests add').toBeLessThan(MOST_KB);
});
