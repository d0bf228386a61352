import { createServer, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { Logger } from '@nestjs/common';
import { Unavailable } from '../../errors.js';
import { type Envelope, envelope } from '../../http/answer/envelope.js';

const logger = new Logger('Management');

/** Few clients ask here: probes and Prometheus. A request of theirs is small and comes at once. */
const MOST_CONNECTIONS = 32;
const LATEST_MS = 5_000;
const LOOK_MS = 1_000;

/** The answers to what the management port is asked. */
export interface Management {
  /** @throws Unavailable when this process should be sent no requests */
  ready: () => Promise<void>;
  /** The series in the text format of Prometheus. */
  metrics: () => Promise<string>;
  /** The media type of that format. */
  contentType: string;
}

/**
 * Serves probes and metrics apart from the API, so that neither its clients nor its limits can keep them from an answer. Only
 * the event loop is shared. The probes answer like those of the API.
 */
export function managementServer(management: Management): Server {
  const options = { connectionsCheckingInterval: LOOK_MS, requestTimeout: LATEST_MS, headersTimeout: LATEST_MS };
  const server = createServer(options, listenerOf(management));
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

function listenerOf({ ready, metrics, contentType }: Management): RequestListener {
  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/health/live': async (response) => send(response, OK),
    '/health/ready': async (response) => send(response, await ready().then(() => OK, refusalOf)),
    '/metrics': async (response) => {
      const text = await metrics();
      response.setHeader('Content-Type', contentType);
      response.end(text);
    },
  };
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead && Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer)
      answer(response).catch((error: unknown) => {
        logger.error({ err: error }, 'the management port failed to answer');
        send(response, FAILED);
      });
    else send(response, envelope(404, `There is only ${Object.keys(answers).join(', ')}`, null, STATUS_CODES[404]));
  };
}

const OK = envelope(200, null, { status: 'ok' });
/** The series cannot be read, for example when the process has no descriptor left. The server must not end for that. */
const FAILED = envelope(500, null);

const refusalOf = (error: unknown): Envelope =>
  envelope(503, error instanceof Unavailable ? error.message : null, null, STATUS_CODES[503]);

function send(response: ServerResponse, body: Envelope): void {
  response.statusCode = body.statusCode;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}
