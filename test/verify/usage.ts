import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Program } from '../support/process.ts';

export const MB = 1_048_576;

/** The resident memory of a process in bytes, with the garbage that V8 has not collected yet. */
export function residentBytes({ pid = 0 }: Program): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString();
  return Number(kilobytes) * 1_024;
}

/** The third field of this file and those after it; only Linux has it. Times are in steps of 10 ms. */
const statOf = (pid: number | 'self'): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];

/** The processor time of a process in milliseconds. */
export function processorMs({ pid = 0 }: Program): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The processor time in milliseconds of the processes that this one has started and that have ended, with all of theirs. */
export function processorMsOfEnded(): number {
  const fields = statOf('self');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
