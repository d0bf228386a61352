import { createServer, type RequestListener } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter as NestExpressAdapter } from '@nestjs/platform-express';
import express, { type RequestHandler, type Response } from 'express';

/** Express with exact paths, flat query strings, and nothing computed that no answer needs. */
export class ExpressAdapter extends NestExpressAdapter {
  constructor() {
    const server = express();
    server.enable('strict routing');
    server.enable('case sensitive routing');
    server.set('query parser', 'simple');
    server.disable('etag');
    server.disable('x-powered-by');
    super(server);
  }

  /** Slow clients are looked for every second, where Node looks every half minute, so that its time-outs mean what they say. */
  override initHttpServer(): void {
    this.httpServer = createServer({ connectionsCheckingInterval: 1_000 }, this.getInstance<RequestListener>());
  }

  /** An envelope is sent as it is; Express would look at it from many sides first. */
  override reply(response: Response, body: unknown, statusCode?: number): void {
    if (typeof body !== 'object' || body === null || body instanceof StreamableFile) {
      super.reply(response, body, statusCode);
      return;
    }
    if (statusCode !== undefined) response.status(statusCode);
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }

  /** Nest would leave unknown paths outside the prefix to Express, which answers them with an HTML page. */
  override setNotFoundHandler(handler: RequestHandler): void {
    this.use(handler);
  }
}
