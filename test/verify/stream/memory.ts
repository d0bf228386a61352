import type { Server } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { MB, residentBytes } from '../usage.ts';

const GROWS_AT_MOST_MB = 50;

export const mb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;

/** Whether memory has grown by less than it may. */
export const isFlat = (before: number, peak: number): boolean => peak - before < GROWS_AT_MOST_MB * MB;

/** Runs `work`. @returns the highest resident memory meanwhile */
export async function peakDuring(server: Server, work: () => Promise<unknown>): Promise<number> {
  let peak = residentBytes(server.program);
  const timer = setInterval(() => (peak = Math.max(peak, residentBytes(server.program))), 20);
  await work();
  clearInterval(timer);
  return Math.max(peak, residentBytes(server.program));
}

/** Runs `work`. @returns the highest memory in use meanwhile, garbage not counted */
export async function liveDuring(server: Server, work: () => Promise<unknown>): Promise<number> {
  const from = server.program.stdout.length;
  const reported = () =>
    [...server.program.stdout.slice(from).matchAll(/^live (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  const ask = () => server.program.signal('SIGUSR2');
  const timer = setInterval(ask, 150);
  await work();
  clearInterval(timer);
  const before = reported().length;
  ask();
  await until('the process reports its memory', async () => reported().length > before);
  return Math.max(...reported());
}
