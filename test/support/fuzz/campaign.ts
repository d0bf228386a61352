import { Agent } from 'node:http';
import { dirname } from 'node:path/posix';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Api, expectEnvelope, type Person } from '../api.js';
import { validator } from '../document-validator.js';
import { Bystander } from './bystander.js';
import { operations } from '../document.js';
import { type Placed, place, placeOfAdded, PLACES } from './places.js';
import { ENDS, type FuzzRequest, type HttpRequest, type Lie, requests } from './requests.js';
import { type Received, send, sendBytes } from './send.js';
import { PASSWORDS } from './values.js';

const SENDERS = 8;

/** The statuses that the database decides about, except for the 404 of an unknown route. */
const FROM_THE_DATABASE = new Set([200, 201, 304, 403, 404, 412, 422]);

/** The refusals without an envelope: there was no request yet. */
const WITHOUT_REQUEST = [400, 408, 431];
/** The refusals by which HTTP itself answers a request of any route; the document does not repeat them for each. */
const OF_HTTP = [400, 408, 413, 417];

const SOUND_LINE = /^(GET|POST|PATCH|DELETE) (\/[\x21-\x7e]*) HTTP\/1\.[01]\r\n/;

/** What a campaign has sent and seen. */
export interface Totals {
  sent: number;
  /** Requests that came to the database. */
  served: number;
  statuses: Record<number, number>;
  /** The operations that no request has got through. */
  unserved: string[];
}

/** Sends requests made from the document to a server, checks each answer, and that a bystander's data stay as they are. */
export class Campaign {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  private readonly senders = Array.from({ length: SENDERS }, () => new Sender(this));
  private readonly statuses: Record<number, number> = {};
  private readonly succeeded = new Set<string>();
  private served = 0;

  private constructor(
    readonly api: Api,
    readonly bystander: Bystander,
  ) {}

  /** The bystander registers, so a database serves one campaign only. */
  static async start(api: Api): Promise<Campaign> {
    return new Campaign(api, await Bystander.arrive(api));
  }

  /**
   * Sends as many requests as `count` says. The same seed makes the same requests, and each goes to the same sender.
   * @throws an error that names the request, when an answer is wrong
   */
  async run({ count, seed, every = count, after }: Plan): Promise<Totals> {
    const all = fc.sample(requests, { numRuns: count, seed });
    for (let from = 0; from < count; from += every) {
      const part = all.slice(from, from + every);
      await Promise.all(this.senders.map((sender, index) => this.work(sender, part, index, `seed ${seed}, ${from} +`)));
      await after?.(Math.min(from + every, count));
    }
    this.agent.destroy();
    await this.bystander.expectUnchanged();
    expect(Object.keys(Object.prototype), 'names that requests have added to all objects').toEqual([]);
    const unserved = operations.map(({ name }) => name).filter((name) => !this.succeeded.has(name));
    return { sent: count, served: this.served, statuses: this.statuses, unserved };
  }

  private async work(sender: Sender, part: FuzzRequest[], first: number, where: string): Promise<void> {
    for (let index = first; index < part.length; index += SENDERS) {
      const request = part[index];
      if (!request) continue;
      try {
        await ('lie' in request ? sender.lie(request) : sender.send(request));
      } catch (error) {
        throw new Error(`${where} ${index}: ${JSON.stringify(request).slice(0, 2_000)}`, { cause: error });
      }
    }
  }

  send(method: string, target: string, headers: HttpRequest['headers'], body?: string): Promise<Received> {
    const { port } = new URL(this.api.url);
    return send(Number(port), this.agent, { method, path: `/${this.api.prefix}${target}`, headers, body });
  }

  sendBytes(bytes: string): Promise<Received[]> {
    return sendBytes(Number(new URL(this.api.url).port), bytes);
  }

  /** Checks the answer to a request. */
  check(request: HttpRequest, target: string, body: string | undefined, received: Received): void {
    const { operation, method, headers: fields } = request;
    const { status, headers, text } = received;
    this.count(received);
    const isServed = FROM_THE_DATABASE.has(status) && !text.startsWith('{"statusCode":404,"message":"Cannot ');
    if (isServed) this.served++;
    if (status < 300 && operation.startsWith(`${method} `)) this.succeeded.add(operation);
    const sent = readFields(fields);
    const read = body === undefined ? undefined : Buffer.from(body, 'latin1').toString();
    const path = `/${this.api.prefix}${target}`;
    this.expectSound(received, method);
    const exchange = { method, target: path, request: { headers: sent, body: read }, status, headers, body: text };
    expect(validator.faults(exchange, this.api.prefix)).toEqual([]);
  }

  /** Checks the answers on a connection that began with these bytes. */
  checkLie(bytes: string, answers: Received[]): void {
    for (const [index, answer] of answers.entries()) {
      this.count(answer);
      const { status, headers, text } = answer;
      if (text === '' && !headers.has('x-request-id')) {
        expect(WITHOUT_REQUEST).toContain(status);
        expect(headers.get('connection')).toBe('close');
        // A client reads no further.
        return;
      }
      const [, method = '', target = ''] = (index === 0 && SOUND_LINE.exec(bytes)) || [];
      this.expectSound(answer, method);
      if (method !== '' && !OF_HTTP.includes(status))
        expect(validator.faults({ method, target, status, headers, body: text }, this.api.prefix)).toEqual([]);
    }
  }

  /** What holds for every answer. */
  private expectSound({ status, headers, text }: Received, method: string): void {
    expect(status, text).toBeLessThan(500);
    expect(text).not.toContain(this.bystander.secret);
    if (method !== 'HEAD' && status !== 304 && status !== 204) expectEnvelope(status, headers, text);
  }

  private count({ status }: Received): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }
}

/**
 * The fields that the document speaks of, as the server reads them: of several Content-Types the first, of others a list.
 * A request id of another form is replaced, so it is no fault of the request.
 */
function readFields(fields: HttpRequest['headers']): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    const values = [value].flat();
    if (name !== 'X-Request-Id') read.set(name, (name === 'Content-Type' ? values.slice(0, 1) : values).join(', '));
  }
  return read;
}

interface Plan {
  count: number;
  seed: number;
  /** After so many requests, and at the end, `after` is called while none is in flight. */
  every?: number;
  after?: (sent: number) => Promise<void>;
}

/** The template of one thing of the list that an operation adds to; empty when there is none. */
const templateOfOne = (operation: string): string =>
  operations.find(({ template }) => /\/\{\w+\}$/.test(template) && operation === `POST ${dirname(template)}`)
    ?.template ?? '';

/** Somebody who sends requests one after the other. They may sign out or leave: then the next one comes. */
class Sender {
  private person?: Person;
  private todo: string = PLACES.myTodo;
  private assigned: string = PLACES.assignedTodo;
  private cursor: string = PLACES.cursor;
  /** The ids of the things that were added last, by the parameter of the paths that name them. */
  private readonly added = new Map<string, string>();

  constructor(private readonly campaign: Campaign) {}

  async send(request: HttpRequest): Promise<void> {
    const { method, who } = request;
    if (who === 'signed in') await this.arrive();
    const target = this.withAdded(place(request.target, this.places(encodeURIComponent)));
    const body = request.body === undefined ? undefined : place(request.body, this.places());
    const token = { 'signed in': this.person?.token, 'signed out': undefined, 'with a wrong token': 'wrong' }[who];
    const headers = { ...request.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const received = await this.campaign.send(method, target, headers, body);
    this.campaign.check(request, target, body, received);
    this.learn(request, received);
  }

  async lie({ lie }: Lie): Promise<void> {
    const bytes = place(lie, this.places());
    this.campaign.checkLie(bytes, await this.campaign.sendBytes(bytes));
  }

  private withAdded(target: string): string {
    return [...this.added].reduce((text, [parameter, id]) => text.replaceAll(placeOfAdded(parameter), id), target);
  }

  private async arrive(): Promise<void> {
    const { api, bystander } = this.campaign;
    if (!this.person) {
      this.person = await api.person({ password: PASSWORDS[0] });
      this.assigned = await api.add(bystander.friend.token, { title: 'x', assignee: this.person.id });
    }
    if (this.todo === PLACES.myTodo) this.todo = await api.add(this.person.token);
  }

  /** Keeps in mind what the next requests need. */
  private learn({ method, target, who, operation }: HttpRequest, { status, headers }: Received): void {
    const parameter = status === 201 && /\{(\w+)\}$/.exec(templateOfOne(operation))?.[1];
    if (parameter) this.added.set(parameter, headers.get('location')?.slice(-24) ?? '');
    const next = /[?&]cursor=([^&>]+)/.exec(headers.get('link') ?? '')?.[1];
    if (next !== undefined) this.cursor = decodeURIComponent(next);
    const isRefused = who === 'signed in' && status === 401;
    const isGone = isRefused || (status === 200 && ENDS.test(`${method} ${target}`));
    if (isGone) this.person = undefined;
    if (isGone || (method === 'DELETE' && status === 200)) this.todo = PLACES.myTodo;
  }

  private places(encoded: (text: string) => string = String): Placed {
    const { bystander } = this.campaign;
    return {
      myTodo: this.todo,
      herTodo: bystander.todo,
      assignedTodo: this.assigned,
      me: this.person?.id ?? PLACES.me,
      her: bystander.person.id,
      myEmail: encoded(this.person?.email ?? PLACES.myEmail),
      herEmail: encoded(bystander.person.email),
      myToken: this.person?.token ?? PLACES.myToken,
      cursor: this.cursor,
    };
  }
}
