import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Replica } from '../../support/replica.ts';
import { until } from '../../support/until.ts';

const MB = 1_048_576;
const GROWS_AT_MOST_MB = 50;

export const mb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;

/** Whether memory has grown by less than it may. */
export const isFlat = (before: number, peak: number): boolean => peak - before < GROWS_AT_MOST_MB * MB;

/** Resident memory of a process: with the garbage that V8 has not cared to collect. */
export function rssOf({ pid }: Replica): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString();
  return Number(kilobytes) * 1_024;
}

/** Runs something, and answers how high the resident memory went meanwhile. */
export async function peakDuring(server: Replica, work: () => Promise<unknown>): Promise<number> {
  let peak = rssOf(server);
  const timer = setInterval(() => (peak = Math.max(peak, rssOf(server))), 20);
  await work();
  clearInterval(timer);
  return Math.max(peak, rssOf(server));
}

/** Runs something, and answers how high the memory in use went meanwhile, garbage not counted. */
export async function liveDuring(server: Replica, work: () => Promise<unknown>): Promise<number> {
  const from = server.output.length;
  const told = () => [...server.output.slice(from).matchAll(/^live (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  const ask = () => process.kill(server.pid, 'SIGUSR2');
  const timer = setInterval(ask, 150);
  await work();
  clearInterval(timer);
  const before = told().length;
  ask();
  await until('the process tells', async () => (told().length > before ? true : undefined));
  return Math.max(...told());
}
