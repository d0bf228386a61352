import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { BAD_REQUEST, envelope } from '../http/answer/envelope.js';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The statuses that Node itself gives to the errors of its parser, and the messages of ours. */
const ANSWERS: Record<string, [status: number, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions of the body are too large'],
  HPE_HEADER_OVERFLOW: [431, 'The header fields are too large'],
};
const MALFORMED: [status: number, message: string] = [400, 'The body is malformed HTTP'];

/**
 * Answers an error of Node's HTTP parser. After a valid head there is a request, and the answer is an enveloped one like any
 * other, unless the request has been answered already. Before that Node's own bare answer is sent, after the answers to the
 * requests before it. Either way the connection is closed.
 */
export function answerParserErrors(server: Server): void {
  const latest = new WeakMap<Socket, Exchange>();
  const failed = new WeakSet<Socket>();
  for (const event of ['request', 'checkExpectation'])
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      latest.set(request.socket, { request, response });
    });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    // Node reports the same error again for each read that follows.
    else if (!failed.has(socket)) close(socket, latest.get(socket), ANSWERS[error.code ?? ''] ?? MALFORMED);
    failed.add(socket);
  });
}

/** Sends the last answer of a connection. */
function close(socket: Socket, exchange: Exchange | undefined, [status, message]: [number, string]): void {
  const bare = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`;
  if (!exchange) {
    socket.end(bare);
    return;
  }
  const { request, response } = exchange;
  const end = () => {
    if (socket.writable) socket.end(request.complete ? bare : '');
  };
  if (!request.complete && !response.headersSent) answer(response, status, message);
  else if (response.closed) end();
  else response.once('close', end);
}

function answer(response: ServerResponse, status: number, message: string): void {
  const error = status === 400 ? BAD_REQUEST : STATUS_CODES[status];
  const text = JSON.stringify(envelope(status, message, null, error));
  response.writeHead(status, {
    Connection: 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
