/** The account of a client that names no other. */
const EMAIL = 'john@example.com';
const PASSWORD = 'correct horse';

/** The rest of a request beside its method and path; `body` is sent as JSON. */
export interface Sent {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The answer to one call. */
export interface Answer {
  status: number;
  headers: Headers;
  body: { statusCode: number; message: string | null; data: unknown; error: string | null };
  /** The milliseconds from the call to the last byte. */
  ms: number;
}

/** The id of the todo that an answer says was added. */
export const addedId = ({ headers }: Pick<Answer, 'headers'>): string =>
  headers.get('location')?.split('/').at(-1) ?? '';

/** A client of the API that checks nothing; that of the e2e tests is `Api`. */
export class Client {
  /** Where the API is, its prefix included. */
  api: string;

  constructor(api: string) {
    this.api = api;
  }

  /** Sends a request. A path is below `api`, except that of a probe. @throws when there is no answer */
  async call(method: string, path: string, { token, body, headers }: Sent = {}): Promise<Answer> {
    const start = performance.now();
    const response = await fetch(path.startsWith('/health/') ? new URL(path, this.api) : this.api + path, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer['body'];
    return { status: response.status, headers: response.headers, body: answer, ms: performance.now() - start };
  }

  /** Registers a user, unless there is one with this address already, and signs in. @returns the token */
  async signIn(email = EMAIL): Promise<string> {
    await this.call('POST', '/register', { body: { email, password: PASSWORD } });
    return this.signInAgain(email);
  }

  /** Signs in a user that is registered already. @returns the token */
  async signInAgain(email = EMAIL): Promise<string> {
    const { status, body } = await this.call('POST', '/login', { body: { email, password: PASSWORD } });
    if (status !== 200) throw new Error(`no sign-in: ${status} ${body.message}`);
    return String(body.data);
  }

  /** Adds a todo. @returns its id */
  async add(token: string, todo: object = { title: 'something' }): Promise<string> {
    const answer = await this.call('POST', '/todo', { token, body: todo });
    if (answer.status !== 201) throw new Error(`no todo: ${answer.status} ${answer.body.message}`);
    return addedId(answer);
  }
}
