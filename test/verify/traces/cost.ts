import { MAIN, Server } from '../../support/server.ts';
import { median } from '../../support/statistics.ts';
import { printTable } from '../../support/table.ts';
import { MB, processorMs, residentBytes } from '../usage.ts';

const ROUNDS = 5;
const REQUESTS = 1_000;
const AT_ONCE = 16;

/** Processor time of the server in microseconds for a list that finds nothing, with all its threads. */
async function costOf(server: Server, token: string): Promise<number> {
  const before = processorMs(server.program);
  const client = async () => {
    for (let count = 0; count < REQUESTS / AT_ONCE; count++) await server.call('GET', '/todo', { token });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return ((processorMs(server.program) - before) * 1_000) / REQUESTS;
}

/** Prints what tracing costs when it is on. Nothing is asserted, since times depend on the machine. */
export async function measureCost(register: string): Promise<void> {
  // Nobody receives the spans: they are made, kept, written and dropped.
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_LOG_LEVEL: 'none' };
  const rows = [];
  for (const [what, imported] of [
    ['off', []],
    ['on, every request', ['--import', register]],
  ] as const) {
    const began = performance.now();
    const server = await Server.start({ command: [process.execPath, ...imported, MAIN], env });
    const started = performance.now() - began;
    const resident = residentBytes(server.program) / MB;
    const token = await server.signIn();
    await costOf(server, token);
    const costs = [];
    for (let round = 0; round < ROUNDS; round++) costs.push(await costOf(server, token));
    rows.push([what, ...[started, resident, Math.min(...costs), median(costs)].map((value) => value.toFixed(0))]);
    await server.end();
  }
  printTable(['tracing', 'start, ms', 'resident, MB', 'CPU µs a request, min', 'median'], rows);
}
