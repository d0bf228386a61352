import { ExpressAdapter as NestExpressAdapter } from '@nestjs/platform-express';
import express, { type RequestHandler } from 'express';

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

  /** Nest would leave unknown paths outside the prefix to Express, which answers them with an HTML page. */
  override setNotFoundHandler(handler: RequestHandler): void {
    this.use(handler);
  }
}
