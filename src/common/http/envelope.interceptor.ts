import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, mergeMap, type Observable } from 'rxjs';
import { Config } from '../../config/config.js';
import { type Answer, answerOf } from './answers.js';
import { envelope } from './envelope.js';
import type { Pages } from './page.js';
import { streamList } from './stream-list.js';

/** Puts what a handler returned into the envelope, as the `@Answers` of its route declares. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = answerOf(context.getHandler());
    const http = context.switchToHttp();
    return answer.list
      ? next.handle().pipe(mergeMap((pages: Pages<unknown>) => list(http.getRequest(), answer, pages)))
      : next.handle().pipe(map((result: unknown) => this.one(http.getResponse(), answer, result)));
  }

  private one(response: Response, { status, message, data, location }: Answer, result: unknown) {
    if (location) response.setHeader('Location', `/${this.config.API_PREFIX}/${location(result)}`);
    return envelope(status, typeof message === 'function' ? message(result) : message, data(result));
  }
}

/**
 * The first page is read before the head is sent, so that a failing database is still an enveloped error;
 * a list that ends there is sent whole, a longer one as a stream.
 */
async function list(request: Request, { status, message, data }: Answer, pages: Pages<unknown>) {
  const first = await pages.next();
  const page = first.done ? { items: [], more: false } : first.value;
  const text = typeof message === 'string' ? message : null;
  if (request.method === 'HEAD' || !page.more)
    return envelope(
      status,
      text,
      page.items.map((item) => data(item)),
    );
  const file = new StreamableFile(streamList(envelope(status, text), page, pages, data), {
    type: 'application/json; charset=utf-8',
  });
  return file.setErrorHandler((_, response) => response.destroy?.());
}
