// The embedded engine is ready within 30 times what a bare node:http server takes, and holds at most 110 MB at rest.
// The time is that from `node dist/main.js` to the first 200 of /health/ready. The two start in turn, so that a busy machine
// slows both. MongoDB is measured beside them. `-- --runs 3` starts fewer times.
import { parseArgs } from 'node:util';
import { findOptionalMongod, startReplicaSet } from '../../support/mongod.ts';
import { freePort } from '../../support/ports.ts';
import { exitOnSignals } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { median } from '../../support/statistics.ts';
import { printTable } from '../../support/table.ts';
import { pause } from '../../support/until.ts';
import { MB, processorMs, residentBytes } from '../usage.ts';

const TIMES_BARE_AT_MOST = 30;
/** A server that answers everything with a 200, and does nothing else. */
const BARE = "require('node:http').createServer((_, response) => response.end('{}')).listen(process.env.PORT)";
const RESIDENT_AT_MOST_MB = 110;
const REST_MS = 2_000;
const POLL_MS = 2;

const { values: flags } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });

interface Sample {
  ms: number;
  /** Processor time: on a busy machine it distinguishes a slow start from one that had to wait. */
  cpuMs: number;
  mb: number;
}

const isReady = async (server: Server): Promise<boolean> =>
  (await server.call('GET', '/health/ready').catch(() => undefined))?.status === 200;

async function start(env: Record<string, string>, command?: readonly [string, ...string[]]): Promise<Sample> {
  const port = await freePort();
  const began = performance.now();
  const server = new Server({ env: { ...env, PORT: String(port) }, command });
  server.api = `http://127.0.0.1:${port}/api`;
  while (!(await isReady(server))) {
    if (!server.program.running) throw new Error(`the server has ended: ${server.program.stderr}`);
    await pause(POLL_MS);
  }
  const [ms, cpuMs] = [performance.now() - began, processorMs(server.program)];
  await pause(REST_MS);
  const mb = residentBytes(server.program) / MB;
  await server.end();
  return { ms, cpuMs, mb };
}

const row = (what: string, values: number[], digits: number): string[] => [
  what,
  ...[Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits)),
];

const startBare = () => start({}, [process.execPath, '-e', BARE]);

/** The starts of the product and of the bare server, in turn. */
interface Samples {
  ours: Sample[];
  bare: Sample[];
}

/** The first start of an installation compiles; the others find what Node has kept of that. */
async function measure(engine: string, env: Record<string, string>): Promise<Samples> {
  const own = { ...env, NODE_COMPILE_CACHE: scratchDir('compiled') };
  const first = await start(own);
  const samples: Sample[] = [];
  const bare: Sample[] = [];
  for (let run = 0; run < Number(flags.runs); run++) {
    bare.push(await startBare());
    samples.push(await start(own));
  }
  const of = (key: keyof Sample): number[] => samples.map((sample) => sample[key]);
  printTable(
    [`${engine}, ${samples.length} starts`, 'min', 'median', 'max'],
    [
      row(
        'the bare server answers after, ms',
        bare.map(({ ms }) => ms),
        0,
      ),
      row('ready after, ms', of('ms'), 0),
      row('processor until then, ms', of('cpuMs'), 0),
      row('resident at rest, MB', of('mb'), 1),
    ],
  );
  console.log(`the very first start, nothing compiled yet: ${first.ms.toFixed(0)} ms
`);
  return { ours: samples, bare };
}

exitOnSignals();
const embedded = await measure('embedded', {});
const mongod = await findOptionalMongod();
if (mongod.found) {
  const server = await startReplicaSet(mongod);
  await measure('MongoDB', { MONGODB_URI: server.getUri('todo-start') }).finally(() => server.stop());
} else {
  console.log(`MongoDB: not measured: ${mongod.why}\n`);
}

const times = median(embedded.ours.map(({ ms }) => ms)) / median(embedded.bare.map(({ ms }) => ms));
const mb = median(embedded.ours.map((sample) => sample.mb));
const kept = times < TIMES_BARE_AT_MOST && mb < RESIDENT_AT_MOST_MB;
console.log(
  `embedded: ${times.toFixed(1)} of ${TIMES_BARE_AT_MOST} times the bare server, ${mb.toFixed(1)} of ${RESIDENT_AT_MOST_MB} MB: ${kept ? 'ok' : 'BROKEN'}`,
);
process.exitCode = kept ? 0 : 1;
