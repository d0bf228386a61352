import { connect } from 'node:net';
import { expect } from 'vitest';
import { expectEnvelope, type Answer, type Envelope } from './api.js';
import { validator } from './document-validator.js';

/**
 * Sends bytes that no HTTP client would, and reads the one answer, which is checked as `Api.call` does.
 * The head is given without `Host` and `Connection`.
 */
export async function raw(url: string, head: string[], body: string | Uint8Array = ''): Promise<Answer> {
  const { status, headers, text } = await exchange(url, head, body);
  expectEnvelope(status, headers, text);
  const [method = '', target = ''] = head[0]?.split(' ') ?? [];
  expect(validator.faults({ method, target, status, headers, body: text })).toEqual([]);
  return { status, headers, body: JSON.parse(text) as Envelope };
}

/** Sends the same bytes, and returns the answer unchecked. */
export async function exchange(url: string, [line = '', ...fields]: string[], body: string | Uint8Array = '') {
  const head = [line, 'Host: localhost', 'Connection: close', ...fields, '', ''].join('\r\n');
  const received = await talk(Number(new URL(url).port), Buffer.concat([Buffer.from(head), Buffer.from(body)]));
  const [top = '', ...rest] = received.split('\r\n\r\n');
  const [statusLine = '', ...lines] = top.split('\r\n');
  const headers = new Headers();
  for (const each of lines) headers.append(each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1).trim());
  return { status: Number(statusLine.split(' ')[1]), headers, text: rest.join('\r\n\r\n') };
}

/** A server may answer and close before it has read everything, so a reset after the answer is no failure. */
function talk(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const done = () => resolve(Buffer.concat(received).toString());
    const socket = connect(port, 'localhost', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('end', () => socket.end());
    socket.on('close', done);
    socket.on('error', (error) => (received.length > 0 ? done() : reject(error)));
  });
}
