import { type Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Fields } from './fields.ts';

/** An answer as it came. */
export interface Received {
  status: number;
  headers: Headers;
  text: string;
}

export interface Sent {
  method: string;
  /** Path and query, as they are. */
  path: string;
  headers: Fields;
  /** The bytes, one character each. */
  body?: string;
}

/** Catches a connection that nobody ends. */
const SILENT_MS = 60_000;

/** Sends a request with any method, headers and bytes. */
export function send(port: number, agent: Agent, { method, path, headers, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body, 'latin1');
    const isFramed = bytes === undefined || 'Transfer-Encoding' in headers;
    const length = isFramed ? {} : { 'Content-Length': String(bytes.length) };
    const sent = request({ host: '127.0.0.1', port, path, method, agent, headers: { ...headers, ...length } });
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(pairs),
          text: Buffer.concat(parts).toString(),
        });
      });
    });
    sent.setTimeout(SILENT_MS, () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(bytes);
  });
}

/** Sends bytes on a connection of their own, ends it on this side, and returns all answers that came back. */
export async function sendBytes(port: number, bytes: string): Promise<Received[]> {
  return answersIn(await bytesBack(port, bytes));
}

function bytesBack(port: number, bytes: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
    socket.setTimeout(SILENT_MS, () => reject(new Error('the connection was not ended')));
    socket.on('data', (part: Buffer) => parts.push(part));
    // A server that refuses a request may reset the connection, since there are bytes that it has not read.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      socket.destroy();
      resolve(Buffer.concat(parts));
    });
  });
}

/** The answers of a connection one after the other; interim ones (RFC 9110, 15.2) are left out. @throws when they are no HTTP */
function answersIn(bytes: Buffer): Received[] {
  const answers: Received[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
    if (end < 0 || Number.isNaN(status)) throw new Error(`no answer: ${rest.toString('latin1').slice(0, 300)}`);
    const headers = new Headers();
    for (const field of lines)
      headers.append(field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim());
    const isChunked = headers.get('transfer-encoding') === 'chunked';
    const [text, to] = isChunked ? chunked(rest, end + 4) : sized(rest, end + 4, Number(headers.get('content-length')));
    if (status >= 200) answers.push({ status, headers, text });
    rest = rest.subarray(to);
  }
  return answers;
}

type Body = [text: string, end: number];

const sized = (bytes: Buffer, from: number, length: number): Body => [
  bytes.subarray(from, from + length).toString(),
  from + length,
];

function chunked(bytes: Buffer, from: number): Body {
  const parts: Buffer[] = [];
  for (let at = from; ;) {
    const line = bytes.indexOf('\r\n', at);
    const size = parseInt(bytes.subarray(at, line).toString(), 16);
    at = line + 2 + size + 2;
    if (line < 0 || Number.isNaN(size) || at > bytes.length) throw new Error('the answer has no end');
    if (size === 0) return [Buffer.concat(parts).toString(), at];
    parts.push(bytes.subarray(line + 2, line + 2 + size));
  }
}
