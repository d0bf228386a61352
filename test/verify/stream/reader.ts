import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

/** One `GET /todo` of everything, which is read at the pace of its caller. */
export class Reader {
  readonly begun = performance.now();
  /** When the first byte of the body came; undefined: not yet. */
  firstByteMs: number | undefined;
  bytes = 0;
  /** The failure that ended it; undefined when it is complete or not yet at its end. */
  broken: string | undefined;
  readonly ended: Promise<void>;
  private readonly chunks: Buffer[] = [];
  private readonly head: Promise<IncomingMessage>;

  constructor(api: string, token: string, onFirstByte: () => void = () => undefined) {
    const request = get(`${api}/todo`, { agent: false, headers: { Authorization: `Bearer ${token}` } });
    this.head = once(request, 'response').then(([response]) => response as IncomingMessage);
    this.ended = this.head.then(
      (response) =>
        new Promise((done) => {
          response.on('data', (chunk: Buffer) => {
            if (this.firstByteMs === undefined) onFirstByte();
            this.firstByteMs ??= performance.now() - this.begun;
            this.bytes += chunk.length;
            this.chunks.push(chunk);
          });
          response.on('error', (error) => (this.broken = error.message));
          response.on('close', () => {
            if (!response.complete) this.broken ??= 'cut';
            done();
          });
        }),
      (error: unknown) => void (this.broken = (error as Error).message),
    );
  }

  async status(): Promise<number | undefined> {
    return (await this.head).statusCode;
  }

  async pause(): Promise<void> {
    (await this.head).pause();
  }

  async resume(): Promise<void> {
    (await this.head).resume();
  }

  async leave(): Promise<void> {
    (await this.head).destroy();
  }

  /** The ids of the received todos; undefined when the text is no JSON. */
  ids(): string[] | undefined {
    try {
      const { data } = JSON.parse(Buffer.concat(this.chunks).toString()) as { data: { id: string }[] };
      return data.map(({ id }) => id);
    } catch {
      return undefined;
    }
  }
}
