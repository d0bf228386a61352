import { Agent } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { expectEnvelope } from '../support/api.js';
import { validator } from '../support/document-validator.js';
import { type FuzzRequest, HERS, ME, MINE, requests } from '../support/fuzz/requests.js';
import { type Received, send, sendBytes } from '../support/fuzz/send.js';
import { withApp } from '../support/with-app.js';

/** `npm run verify -- fuzz` sets these. The seed is fixed otherwise, so that a run can be repeated. */
const COUNT = Number(process.env.FUZZ_REQUESTS ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_221_204);
const AT_ONCE = 8;
/** Of all requests, those that must have come to the database. */
const SHARE = 0.3;
/** Bytes that the heap may grow by from the first quarter to the end. */
const GROWTH = 16 * 1_024 * 1_024;

/** The statuses that the database decides about, but for the 404 of an unknown route. */
const SERVED = new Set([200, 201, 304, 403, 404, 412, 422]);

const app = withApp({ RATE_LIMIT_ENABLED: 'false', BODY_LIMIT: '32kb' });
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const statuses = new Map<number, number>();
let served = 0;
let bystander: Person;
let hers: string;

beforeAll(async () => {
  bystander = await app.api.person();
  hers = await app.api.add(bystander.token, { title: 'not yours', description: 'stays as it is' });
});
afterAll(() => agent.destroy());

/** Somebody who sends requests in turn. They may sign out, change their password or leave: then the next one comes. */
class Sender {
  private person?: Person;
  private mine = '';

  async send(request: FuzzRequest): Promise<void> {
    if (request.lie !== undefined) return this.lie(request.lie);
    const { person } = this;
    if (request.who === 'signed in' && !person) await this.arrive();
    const token = { 'signed in': this.person?.token, 'signed out': undefined, 'with a wrong token': 'wrong' }[
      request.who
    ];
    const headers = { ...request.headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const target = this.placed(request.target);
    const body = request.body === undefined ? undefined : this.placed(request.body);
    const received = await send(new URL(`${app.url}/api${target}`), agent, { method: request.method, headers, body });
    check(request, target, received);
    if (request.who === 'signed in' && received.status === 401) this.person = undefined;
    if (request.method === 'DELETE' && received.status === 200) this.person = undefined;
  }

  private async lie(bytes: string): Promise<void> {
    const received = await sendBytes(Number(new URL(app.url).port), bytes);
    for (const [, status] of received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) {
      expect([Number(status), bytes]).toEqual([expect.any(Number), bytes]);
      expect(Number(status), bytes).toBeLessThan(500);
    }
  }

  private async arrive(): Promise<void> {
    this.person = await app.api.person();
    this.mine = await app.api.add(this.person.token);
  }

  private placed(text: string): string {
    return text
      .replaceAll(MINE, this.mine)
      .replaceAll(HERS, hers)
      .replaceAll(ME, this.person?.id ?? ME);
  }
}

function check({ method }: FuzzRequest, target: string, { status, headers, text }: Received): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (SERVED.has(status) && !text.includes('"Cannot ')) served++;
  const faults = validator.faults({ method, target: `/api${target}`, status, headers, body: text });
  expect({ status, faults }).toEqual({ status, faults: [] });
  expect(status).toBeLessThan(500);
  if (method !== 'HEAD' && status !== 304 && status !== 204) expectEnvelope(status, headers, text);
}

/** The heap after a collection. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it(`${COUNT} requests made from the document get an answer of the document, and change nobody else’s data`, async () => {
  const before = await app.api.list(bystander.token);
  const all = fc.sample(requests, { numRuns: COUNT, seed: SEED });
  const senders = Array.from({ length: AT_ONCE }, () => new Sender());
  let next = 0;
  let atQuarter = 0;
  const work = async (sender: Sender) => {
    for (let request = all[next++]; request; request = all[next++]) {
      if (next === COUNT >> 2) atQuarter = heap();
      try {
        await sender.send(request);
      } catch (error) {
        throw new Error(`seed ${SEED}, request ${next}: ${JSON.stringify(request).slice(0, 2_000)}`, { cause: error });
      }
    }
  };
  await Promise.all(senders.map(work));

  if (process.env.FUZZ_REQUESTS !== undefined) {
    const grown = heap() - atQuarter;
    console.log(`seed ${SEED}: ${JSON.stringify(Object.fromEntries(statuses))}, heap grew by ${grown >> 10} KB`);
    expect(grown).toBeLessThan(GROWTH);
  }
  expect(served / COUNT).toBeGreaterThan(SHARE);
  expect(await app.api.list(bystander.token)).toEqual(before);
  await app.api.signIn(bystander);
});
