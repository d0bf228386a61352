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

/** The processor time of a process in milliseconds, in steps of 10; only Linux has this file. */
export function processorMs({ pid = 0 }: Program): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
