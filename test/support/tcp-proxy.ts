import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy in front of a server that fails as a network does. */
export class TcpProxy {
  private readonly pairs = new Map<Socket, Socket>();
  private server?: Server;
  private silent = false;

  private readonly target: number;
  private own = 0;

  private constructor(target: number) {
    this.target = target;
  }

  /** Starts a proxy of a port of this machine. */
  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.open();
    return proxy;
  }

  get port(): number {
    return this.own;
  }

  /** Lets all data through, also what it held back while it was silent. */
  async open(): Promise<void> {
    this.silent = false;
    for (const [client, server] of this.pairs) this.join(client, server);
    if (this.server) return;
    const listening = createServer((client) => this.take(client)).listen(this.own, '127.0.0.1');
    this.server = listening;
    await once(listening, 'listening');
    this.own = (listening.address() as AddressInfo).port;
  }

  /** Breaks every connection, and refuses new ones. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    for (const sockets of this.pairs) for (const socket of sockets) socket.destroy();
    await closed;
  }

  /** Keeps every connection, accepts new ones, and lets nothing through. */
  silence(): void {
    this.silent = true;
    for (const sockets of this.pairs) for (const socket of sockets) socket.unpipe().pause();
  }

  private take(client: Socket): void {
    const server = connect(this.target, '127.0.0.1');
    this.pairs.set(client, server);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.setNoDelay().on('error', () => undefined);
      one.on('close', () => {
        this.pairs.delete(client);
        other.destroy();
      });
    }
    if (!this.silent) this.join(client, server);
  }

  private join(client: Socket, server: Socket): void {
    client.pipe(server).pipe(client);
  }
}
