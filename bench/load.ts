import { connect, type Socket } from 'node:net';

/** One kind of request, and the status that its answer must have. */
export interface Target {
  path: string;
  headers?: Record<string, string>;
  status: number;
}

const text = ({ path, headers = {} }: Target): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...Object.entries(headers).map((pair) => pair.join(': ')), '', ''].join(
    '\r\n',
  );

/** The length of the whole answer at the start of `bytes`; undefined while its head is not complete. */
function lengthOf(bytes: Buffer, status: number): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith(`HTTP/1.1 ${status} `) || length === undefined) throw new Error(`unexpected answer: ${head}`);
  return end + 4 + Number(length);
}

/** Sends one request after the other over a keep-alive connection while `next` returns true. */
function converse(socket: Socket, request: string, status: number, next: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const ask = () => (next() ? void socket.write(request) : resolve());
    const take = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const length = lengthOf(bytes, status);
      if (length === undefined || bytes.length < length) return;
      bytes = bytes.subarray(length);
      ask();
    };
    socket.removeAllListeners();
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      try {
        take(chunk);
      } catch (error) {
        reject(new Error('an answer that was not expected', { cause: error }));
      }
    });
    ask();
  });
}

/** Keep-alive connections to one server, which every round uses again. */
export class Load {
  private readonly sockets: Socket[];

  constructor(port: number, connections: number) {
    this.sockets = Array.from({ length: connections }, () => connect(port, '127.0.0.1').setNoDelay());
  }

  /** Sends `count` requests, as many at a time as there are connections, and awaits every answer. */
  async run(target: Target, count: number): Promise<void> {
    let left = count;
    let spinning = true;
    // Waking a process that sleeps costs the server as much as a small answer. This process never sleeps in a round, so
    // a fast server, which would keep it awake, has no advantage over a slow one.
    const spin = () => {
      if (spinning) setImmediate(spin);
    };
    spin();
    const request = text(target);
    await Promise.all(this.sockets.map((socket) => converse(socket, request, target.status, () => left-- > 0)));
    spinning = false;
  }

  close(): void {
    for (const socket of this.sockets) {
      socket.removeAllListeners();
      socket.destroy();
    }
  }
}
