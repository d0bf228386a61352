import { expect } from 'vitest';
import { type Exchange, validator } from './document-validator.js';
import { claimsIn } from './tokens.js';
import { signUp, type SignUp } from './builders.js';

export interface Envelope {
  statusCode: number;
  message: string | null;
  data: unknown;
  error: string | null;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Envelope;
}

/** The parts of a request beside its method and path; `body` is sent as JSON, `rawBody` as it is. */
export interface Sent {
  token?: string;
  body?: unknown;
  rawBody?: string | Uint8Array;
  headers?: Record<string, string>;
}

/** Someone who has registered and signed in. */
export interface Person extends SignUp {
  id: string;
  token: string;
}

export interface TodoJson {
  id: string;
  title: string;
  description?: string;
  status: string;
  due_date?: string;
  createdBy: string;
  assignee?: string;
  created_at: string;
  updated_at: string;
}

export const BAD_REQUEST = 'The request body is not correct.';

/** A client of the API that checks the rules that all answers share. */
export class Api {
  constructor(
    readonly url: string,
    readonly prefix = 'api',
  ) {}

  /** Sends a request and checks its answer's envelope; a path is below the prefix unless it starts with a slash. */
  async call(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.fetch(method, path, sent);
    const text = await response.text();
    const { pathname } = new URL(response.url);
    expectEnvelope(response.status, response.headers, text);
    this.expectDocumented(method, response, { body: text });
    expect(response.headers.get('cache-control')).toBe(this.caching(method, pathname));
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Envelope };
  }

  /** Sends a request and returns its answer unread; the request and the head of the answer are checked against openapi.json. */
  async fetch(method: string, path: string, { token, body, rawBody, headers = {} }: Sent = {}): Promise<Response> {
    const url = path.startsWith('/') ? this.url + path : `${this.url}/${this.prefix}/${path}`;
    const init = {
      method,
      redirect: 'manual' as const,
      headers: new Headers({
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      }),
      body: body === undefined ? (rawBody as BodyInit | undefined) : JSON.stringify(body),
    };
    const response = await fetch(url, init);
    const text = typeof rawBody === 'object' ? Buffer.from(rawBody).toString() : (rawBody ?? init.body);
    this.expectDocumented(method, response, { request: { headers: init.headers, body: text as string | undefined } });
    return response;
  }

  register(body: object): Promise<Answer> {
    return this.call('POST', 'register', { body });
  }

  /** Signs in and returns the token. */
  async signIn({ email, password }: Pick<SignUp, 'email' | 'password'>): Promise<string> {
    const { status, body } = await this.call('POST', 'login', { body: { email, password } });
    expect(status, body.message ?? '').toBe(200);
    return body.data as string;
  }

  /** Registers a new user, who then signs in. */
  async person(over: Partial<SignUp> = {}): Promise<Person> {
    const who = signUp(over);
    const { status, body } = await this.register(who);
    expect(status, body.message ?? '').toBe(201);
    const token = await this.signIn(who);
    return { ...who, token, id: String(claimsIn(token).id) };
  }

  /** Adds a todo and returns its id. */
  async add(token: string, body: object = { title: 'something' }): Promise<string> {
    const answer = await this.call('POST', 'todo', { token, body });
    expect(answer.status, answer.body.message ?? '').toBe(201);
    return /^Todo ([0-9a-f]{24}) is successfully added$/.exec(answer.body.message ?? '')?.[1] ?? '';
  }

  /** The todos that the caller sees. */
  async list(token: string, query = ''): Promise<TodoJson[]> {
    const { status, body } = await this.call('GET', `todo${query}`, { token });
    expect(status, body.message ?? '').toBe(200);
    return body.data as TodoJson[];
  }

  /** One of the todos that the caller sees. */
  async seen(token: string, id: string): Promise<TodoJson | undefined> {
    return (await this.list(token)).find((todo) => todo.id === id);
  }

  /** Checks an answer, or the request before it, against openapi.json. */
  private expectDocumented(method: string, { status, headers, url }: Response, more: Partial<Exchange>): void {
    const { pathname, search } = new URL(url);
    expect(validator.faults({ method, target: pathname + search, status, headers, ...more }, this.prefix)).toEqual([]);
  }

  private caching(method: string, pathname: string): string | null {
    if (method === 'POST' && pathname === `/${this.prefix}/login`) return 'no-store';
    return pathname.startsWith(`/${this.prefix}/`) ? 'private, no-cache' : null;
  }
}

/** Checks the headers and the envelope that every JSON answer has. */
export function expectEnvelope(status: number, headers: Headers, text: string): void {
  const body = JSON.parse(text) as Envelope;
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(Object.keys(body).sort()).toEqual(['data', 'error', 'message', 'statusCode']);
  expect(body.statusCode).toBe(status);
  if (body.message !== null) expect(body.message).toEqual(expect.stringMatching(/\S/));
  if (status < 400) expect(body.error).toBeNull();
  else expect(body.data).toBeNull();
  if (status === 400) expect(body.error).toBe(BAD_REQUEST);
  if (status === 503) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
}
