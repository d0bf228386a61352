import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { Overload } from '../../../src/server/overload.js';

const QUEUE_MS = 500;
/** What each request takes. */
const WORK_MS = 100;

let now: number;
let idle: number;
let isCrowded: boolean;
let lines: unknown[];
let send: (url?: string, headers?: Record<string, string>) => number;

beforeEach(() => {
  now = 1_000;
  idle = 500;
  isCrowded = false;
  lines = [];
  const overload = new Overload({ now: () => now, idle: () => idle });
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const crossOrigin = (origin: string) => ({ 'X-Seen': origin });
  overload.limit({ queueMs: QUEUE_MS, isCrowded: () => isCrowded, log, headers: {}, crossOrigin });
  const listener = overload.guard((_, response) => {
    now += WORK_MS;
    response.end();
  });
  send = (url = '/api/todo', headers = {}) => {
    const request = Object.assign(new IncomingMessage(new Socket()), { url, method: 'GET', headers });
    const response = new ServerResponse(request);
    listener(request, response);
    return response.statusCode;
  };
});

/** The statuses of requests that the event loop finds in one turn. */
async function turn(count: number): Promise<number[]> {
  const statuses = Array.from({ length: count }, () => send());
  await nextTurn();
  await nextTurn();
  return statuses;
}

const ofStatus = (statuses: number[], status: number) => statuses.filter((one) => one === status).length;

describe('Overload', () => {
  it('serves a rush that is over within a second of the time that a request may wait', async () => {
    expect(ofStatus(await turn(14), 200)).toBe(14);
    idle += 1;
    expect(ofStatus(await turn(14), 200)).toBe(14);
  });

  it('refuses what has waited too long, once that has lasted a second, and serves the rest', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) statuses.push(...(await turn(10)));
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(ofStatus(statuses, 503)).toBeGreaterThan(10);
    expect(ofStatus(statuses.slice(20), 200)).toBeGreaterThan(5);
  });

  it('ends a rush that fills one turn after another without an end', () => {
    const statuses = Array.from({ length: 100 }, () => send());
    expect(ofStatus(statuses, 200)).toBe((QUEUE_MS + 1_000) / WORK_MS + 1);
  });

  it('serves all again when the event loop has had nothing to do', async () => {
    for (let count = 0; count < 4; count++) await turn(10);
    expect(ofStatus(await turn(10), 503)).toBeGreaterThan(0);
    idle += 1;
    now += 1_000;
    expect(ofStatus(await turn(5), 200)).toBe(5);
  });

  it('refuses what would wait for the database, once that has been crowded for a second, until it is not', async () => {
    isCrowded = true;
    expect(await turn(1)).toEqual([200]);
    now += 1_000;
    idle += 1_000;
    expect([send(), send('/health/live')]).toEqual([503, 200]);
    isCrowded = false;
    expect(send()).toBe(200);
    isCrowded = true;
    expect(send()).toBe(503);
  });

  it('never refuses a probe', async () => {
    for (let count = 0; count < 4; count++) await turn(20);
    now += 2 * QUEUE_MS;
    expect([send(), send('/health/live'), send('/health/ready')]).toEqual([503, 200, 200]);
  });
});
