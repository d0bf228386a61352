import { createServer, type RequestListener } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter as NestExpressAdapter } from '@nestjs/platform-express';
import express, { type Application, type RequestHandler, type Response } from 'express';
import { answerClass, sendJson } from '../http/answer/head.js';
import { requestClass } from '../http/request/request-class.js';
import { Connections } from './connections/connections.js';
import { Overload } from './overload.js';
import { answerParserErrors } from './parser-errors.js';

/** Express with exact paths and flat query strings, and without the features that no answer uses. */
export class ExpressAdapter extends NestExpressAdapter {
  readonly connections = new Connections();
  readonly overload = new Overload();

  constructor() {
    const server = express();
    server.enable('strict routing');
    server.enable('case sensitive routing');
    server.set('query parser', 'simple');
    server.disable('etag');
    server.disable('x-powered-by');
    super(server);
  }

  /** Looks for slow clients every second. Node would look every 30 seconds, and its time-outs would be that much longer. */
  override initHttpServer(): void {
    const listener = this.connections.inTurn(this.overload.guard(this.getInstance<RequestListener>()));
    const app = this.getInstance<Application>();
    const classes = { IncomingMessage: requestClass(app), ServerResponse: answerClass(app) };
    const server = createServer({ connectionsCheckingInterval: 1_000, ...classes }, listener);
    // Node would answer an `Expect` that it does not know with a bare 417.
    server.on('checkExpectation', listener);
    answerParserErrors(server);
    // Node would also close those whose last answer is complete, but waits for the client to take it.
    server.closeIdleConnections = () => this.connections.closeIdle();
    this.httpServer = server;
  }

  /**
   * Sends an answer directly. Express would check any body, and answer `If-None-Match: *` with a 304 even where there is no
   * tag. A result that comes after the deadline is dropped: to end an answer twice would end the process.
   */
  override reply(response: Response, body: unknown, statusCode?: number): void {
    if (response.headersSent) return;
    if (body instanceof StreamableFile) {
      super.reply(response, body, statusCode);
      return;
    }
    if (statusCode !== undefined) response.status(statusCode);
    if (body === undefined) {
      response.end();
      return;
    }
    sendJson(response, response.statusCode, typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** Handles unknown paths outside the prefix, too; Nest would leave them to Express, which answers with an HTML page. */
  override setNotFoundHandler(handler: RequestHandler): void {
    this.use(handler);
  }
}
