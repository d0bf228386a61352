import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Registry } from 'prom-client';
import { built } from '../../support/built.ts';
import { printTable } from '../../support/table.ts';

type Observations = typeof import('../../../src/observations.ts');
interface ToldSeries {
  addToldSeries: (registry: Registry) => void;
}

const TIMES = 1_000_000;
const AT_MOST_NS = 2_000;

/** Nanoseconds of processor time for one call, so that other processes do not count. */
function costOf(tell: (index: number) => void): number {
  const before = process.cpuUsage();
  for (let index = 0; index < TIMES; index++) tell(index);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / TIMES;
}

/** Measures what one observation of each kind costs, from the code that tells it to the series, and without any listener. */
export async function measureCost(): Promise<boolean> {
  const told = await built<Observations>('observations.js');
  const request = new IncomingMessage(new Socket());
  const requested = { method: 'GET', route: '/api/todo', status: 200 };
  const kinds: [string, (index: number) => void][] = [
    ['request', (index) => told.requestEnded.tell({ request, ...requested, ms: index % 500 })],
    ['operation', (index) => told.databaseOperation.tell({ kind: 'read', outcome: 'done', ms: index % 50 })],
    ['wait', (index) => told.waited.tell({ turn: 'hashing', ms: index % 50 })],
    ['hash', (index) => told.hashed.tell({ task: 'compare', ms: index % 500 })],
    ['refusal', () => told.refused.tell({ reason: 'limit', limit: 'writes' })],
    ['security event', () => told.securityEvent.tell({ event: 'authn_login_success' })],
  ];
  const off = kinds.map(([, tell]) => costOf(tell));
  const { addToldSeries } = await built<ToldSeries>('server/management/told-series.js');
  addToldSeries(new Registry());
  const on = kinds.map(([, tell]) => costOf(tell));
  printTable(
    [`${TIMES} times`, 'ns, off', 'ns, on'],
    kinds.map(([what], index) => [what, ...[off, on].map((costs) => (costs[index] ?? 0).toFixed(0))]),
  );
  const kept = Math.max(...on) < AT_MOST_NS;
  console.log(
    `an observation costs at most ${Math.max(...on).toFixed(0)} of ${AT_MOST_NS} ns: ${kept ? 'ok' : 'BROKEN'}\n`,
  );
  return kept;
}
