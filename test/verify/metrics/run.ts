// Each alert fires and clears, and every query of the rules and the dashboard finds series of real servers in a real Prometheus.
import { findOptionalMongod, startReplicaSet } from '../../support/mongod.ts';
import { metricsUrl } from '../../support/metrics.ts';
import { freePort } from '../../support/ports.ts';
import { Server } from '../../support/server.ts';
import { giveUpAfter, LACKS_TOOL } from '../proof.ts';
import { measureCost } from './cost.ts';
import { findPrometheus, findPromtool, Prometheus } from './prometheus.ts';
import { queries } from './queries.ts';
import { testRules } from './rules.ts';

const GIVE_UP_MS = 10 * 60_000;
/** A rate needs two scrapes, and a rule of a rule another evaluation. */
const SCRAPES = 6;

/** Sends some requests of each kind, one that is wrong as well. */
async function use(server: Server): Promise<void> {
  const token = await server.signIn();
  const id = await server.add(token);
  await server.call('GET', '/todo', { token });
  await server.call('GET', `/todo/${id}`, { token });
  await server.call('GET', '/nowhere');
  await server.call('GET', '/health/ready');
}

/** Runs every query while the servers are in use. @returns how many failed or found nothing */
async function runQueries(prometheus: Prometheus, servers: readonly Server[], hasPool: boolean): Promise<number> {
  const timer = setInterval(() => void Promise.allSettled(servers.map(use)), 1_000);
  try {
    await prometheus.scraped(servers.length, SCRAPES);
    let [found, empty] = [0, 0];
    for (const { where, text, mayBeEmpty } of queries()) {
      const samples = await prometheus.query(text);
      if (samples.length > 0) found++;
      else if (!mayBeEmpty && (hasPool || !text.includes('todo_database_queue'))) {
        empty++;
        console.log(`  found nothing: ${where}: ${text}`);
      }
    }
    console.log(`Prometheus: ${queries().length} queries, ${found} found series, ${empty} did not and should have`);
    return empty;
  } finally {
    clearInterval(timer);
  }
}

async function main(prometheusBinary: string, promtool: string): Promise<boolean> {
  const cheap = await measureCost();
  const tested = await testRules(promtool);
  const mongod = await findOptionalMongod();
  const database = mongod.found ? await startReplicaSet(mongod) : undefined;
  if (!mongod.found) console.log(`MongoDB: its pool is not checked: ${mongod.why}`);
  const uris = database ? [{}, { MONGODB_URI: database.getUri('todo-metrics') }] : [{}];
  const servers = await Promise.all(uris.map((uri) => Server.start({ env: { METRICS_PORT: '0', ...uri } })));
  const targets = servers.map((server) => new URL(metricsUrl(server)).host);
  const prometheus = new Prometheus(prometheusBinary, await freePort(), targets);
  try {
    const empty = await runQueries(prometheus, servers, database !== undefined);
    return cheap && tested && empty === 0;
  } finally {
    await prometheus.stop();
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await database?.stop();
  }
}

const [prometheus, promtool] = [findPrometheus(), findPromtool()];
if (prometheus === undefined || promtool === undefined) {
  console.error('This proof needs prometheus and promtool: apt-get install prometheus');
  process.exitCode = LACKS_TOOL;
} else {
  giveUpAfter(GIVE_UP_MS);
  const ok = await main(prometheus, promtool);
  console.log(ok ? 'ok' : 'BROKEN');
  process.exitCode = ok ? 0 : 1;
}
