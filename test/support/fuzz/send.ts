import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

/** An answer as it came. */
export interface Received {
  status: number;
  headers: Headers;
  text: string;
}

/** Sends a request with any method, headers and bytes. */
export function send(
  url: URL,
  agent: Agent,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body, 'latin1');
    const length = bytes ? { 'Content-Length': String(bytes.length) } : {};
    const path = url.pathname + url.search;
    const sent = httpRequest({
      host: url.hostname,
      port: url.port,
      path,
      method,
      agent,
      headers: { ...headers, ...length },
    });
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, headers: new Headers(pairs), text });
      });
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}

/** Sends bytes on a connection of their own, ends it, and returns all that came back. */
export function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.on('data', (part) => (received += part.toString('latin1')));
    // Many of these connections are reset, which is right.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}
