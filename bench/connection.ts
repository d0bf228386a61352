import { connect, type Socket } from 'node:net';

const END_OF_HEAD = '\r\n\r\n';
/** How a chunked body ends. JSON has no raw line feeds, so this cannot stand within one. */
const LAST_CHUNK = '\r\n0\r\n\r\n';

/** One request, and the status that its answer must have. */
export interface Ask {
  text: string;
  status: number;
  /** Whether a server that has too much to do may refuse it with a 503. */
  refusable?: boolean;
}

/** A keep-alive connection that has one request at a time under way. */
export class Connection {
  private readonly socket: Socket;
  private readonly server: string;
  private ask: (Ask & { resolve: (status: number) => void; reject: (error: Error) => void }) | undefined;
  private status = 0;
  private head: Buffer = Buffer.alloc(0);
  private inBody = false;
  /** The bytes of the body that have not come yet; undefined in a chunked one. */
  private left: number | undefined;
  private tail = '';
  private bytes = 0;
  private ended: string | undefined;

  private constructor(server: string, port: number, atMostMs: number) {
    this.server = server;
    this.socket = connect(port, '127.0.0.1').setNoDelay();
    this.socket.setTimeout(atMostMs, () => this.fail(`nothing came for ${atMostMs} ms`));
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', ({ message }) => this.fail(message));
    this.socket.on('close', () => this.fail('the server closed the connection'));
  }

  /** Connects to a server. `atMostMs` is how long it may send nothing while a request is under way. */
  static async open(server: string, port: number, atMostMs: number): Promise<Connection> {
    const connection = new Connection(server, port, atMostMs);
    await new Promise((resolve, reject) => {
      connection.ask = { text: 'a connection', status: 0, resolve, reject };
      connection.socket.once('connect', () => connection.answered());
    });
    return connection;
  }

  /** Sends a request and waits for its whole answer. @returns its status @throws when there is none, or another status */
  send(ask: Ask): Promise<number> {
    return new Promise((resolve, reject) => {
      this.ask = { ...ask, resolve, reject };
      this.head = Buffer.alloc(0);
      this.inBody = false;
      this.bytes = 0;
      if (this.ended === undefined) this.socket.write(ask.text);
      else this.fail(this.ended);
    });
  }

  close(): void {
    this.ask = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.inBody) {
      this.takeBody(chunk);
      return;
    }
    const head = Buffer.concat([this.head, chunk]);
    this.head = head;
    const end = head.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const text = head.toString('latin1', 0, end);
    this.status = Number(text.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    if (this.status !== this.ask?.status && !(this.ask?.refusable && this.status === 503)) {
      this.fail(`an answer that was not expected: ${text}`);
      return;
    }
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    this.left = length === undefined ? undefined : Number(length);
    this.tail = END_OF_HEAD;
    this.inBody = true;
    this.takeBody(head.subarray(end + END_OF_HEAD.length));
  }

  private takeBody(chunk: Buffer): void {
    if (this.left !== undefined) {
      this.left -= chunk.length;
      if (this.left <= 0) this.answered();
      return;
    }
    this.tail = (this.tail + chunk.toString('latin1', Math.max(0, chunk.length - LAST_CHUNK.length))).slice(
      -LAST_CHUNK.length,
    );
    if (this.tail === LAST_CHUNK) this.answered();
  }

  private answered(): void {
    const ask = this.ask;
    this.ask = undefined;
    ask?.resolve(this.status);
  }

  private fail(why: string): void {
    this.ended ??= why;
    const ask = this.ask;
    this.ask = undefined;
    this.socket.destroy();
    const what = ask?.text.split(' HTTP/', 1)[0];
    ask?.reject(new Error(`${this.server} has not answered ${what} (${this.bytes} bytes came): ${why}`));
  }
}
