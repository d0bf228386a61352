import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A span as OTLP writes it in JSON, with the parts that the proof reads. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number };
}

interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

/** A receiver of OTLP over HTTP, which keeps what it gets. */
export class Receiver {
  readonly spans: Span[] = [];
  /** The types of the bodies that came, one for each request. */
  readonly types: string[] = [];
  /** The text of all bodies. */
  text = '';
  private readonly server = createServer((request, response) => {
    void this.take(request).then(() => response.setHeader('Content-Type', 'application/json').end('{}'));
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await once(receiver.server.listen(0, '127.0.0.1'), 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans of one trace. */
  of(traceId: string): Span[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage): Promise<void> {
    const body = await buffer(request);
    const type = request.headers['content-type'] ?? '';
    this.types.push(type);
    this.text += body.toString();
    if (type !== 'application/json') return;
    const { resourceSpans } = JSON.parse(body.toString()) as Export;
    this.spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
  }
}
