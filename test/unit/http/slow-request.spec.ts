import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { answerClass } from '../../../src/http/answer/head.js';
import { slowRequest } from '../../../src/http/middleware/slow-request.js';
import { databaseOperation, hashed, received, stepBegan, waited } from '../../../src/observations.js';
import { until } from '../../support/until.js';

const SLOW_MS = 1_000;

const pass = (ms: number) => vi.advanceTimersByTime(ms);
const endRead = () => databaseOperation.tell({ kind: 'read', outcome: 'done', ms: 0 });

/** Serves requests by a handler. @returns the address, and the lines of the log so far */
async function serve(handler: RequestHandler): Promise<{ url: string; lines: Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) });
  const app = express().use(slowRequest(log, SLOW_MS)).get('/things/:id', handler);
  const server = createServer({ ServerResponse: answerClass(app) }, app).listen(0);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/things/7`, lines };
}

/** The line of one request to a handler; undefined when there is none. */
async function lineOf(handler: RequestHandler): Promise<Record<string, unknown> | undefined> {
  const { url, lines } = await serve(handler);
  await (await fetch(url)).text();
  expect(lines.length).toBeLessThan(2);
  return lines[0];
}

describe('the line of a slow request', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('says where the time has gone, by the pattern of the route', async () => {
    const line = await lineOf((_, response) => {
      stepBegan.tell({ step: 'waiting' });
      pass(300);
      waited.tell({ turn: 'hashing', ms: 300 });
      stepBegan.tell({ step: 'hashing' });
      pass(500);
      hashed.tell({ task: 'compare', ms: 500 });
      for (const ms of [40, 60]) {
        stepBegan.tell({ step: 'database' });
        pass(ms);
        endRead();
      }
      pass(200);
      response.end();
    });
    expect(line).toMatchObject({ level: 40, msg: 'slow request', method: 'GET', route: '/things/:id' });
    expect(line).toMatchObject({ ms: 1_100, receiving: 0, waiting: 300, hashing: 500, database: 100 });
  });

  it('is not written for one that is fast enough, nor for the time in which a client sends and takes', async () => {
    const line = await lineOf((_, response) => {
      stepBegan.tell({ step: 'receiving' });
      pass(5_000);
      received.tell(undefined);
      pass(SLOW_MS - 1);
      response.writeHead(200);
      pass(5_000);
      response.end();
    });
    expect(line).toBeUndefined();
  });

  it('counts steps at one time once, and those that have not ended until now', async () => {
    const line = await lineOf((_, response) => {
      stepBegan.tell({ step: 'database' });
      stepBegan.tell({ step: 'database' });
      pass(700);
      endRead();
      pass(400);
      response.end();
    });
    expect(line).toMatchObject({ ms: 1_100, database: 1_100 });
  });

  it('is written when the client goes before there is an answer', async () => {
    const asked = Promise.withResolvers<undefined>();
    const { url, lines } = await serve(() => {
      stepBegan.tell({ step: 'database' });
      pass(2_000);
      asked.resolve(undefined);
    });
    const client = new AbortController();
    const gone = fetch(url, { signal: client.signal }).catch(() => undefined);
    await asked.promise;
    client.abort();
    await gone;
    expect(await until('there is a line', async () => lines[0])).toMatchObject({ ms: 2_000, database: 2_000 });
  });

  it('is about its own request', async () => {
    const others = Promise.withResolvers<undefined>();
    const { url, lines } = await serve(async ({ query }, response) => {
      if (query.slow === undefined) {
        stepBegan.tell({ step: 'hashing' });
        pass(SLOW_MS);
        await others.promise;
      } else {
        stepBegan.tell({ step: 'database' });
        pass(SLOW_MS);
        others.resolve(undefined);
      }
      response.end();
    });
    await Promise.all([fetch(url), fetch(`${url}?slow`)]);
    await until('both are logged', async () => lines.length === 2);
    const [first, second] = lines.toSorted((a, b) => Number(b.hashing) - Number(a.hashing));
    expect(first).toMatchObject({ hashing: 2_000, database: 0 });
    expect(second).toMatchObject({ hashing: 0, database: 1_000 });
  });
});
