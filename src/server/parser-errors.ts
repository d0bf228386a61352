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
 * other. Before that Node's own bare answer is sent. Either way the connection is closed.
 */
export function answerParserErrors(server: Server): void {
  const latest = new WeakMap<Socket, Exchange>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    latest.set(request.socket, { request, response });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const [status, message] = ANSWERS[error.code ?? ''] ?? MALFORMED;
    const { request, response } = latest.get(socket) ?? {};
    const isOfBody = request?.complete === false && response !== undefined && !response.headersSent;
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else if (isOfBody) answer(response, status, message);
    else socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  });
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
