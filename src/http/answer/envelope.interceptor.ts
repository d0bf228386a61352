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
import { type Answer, answerOf, isBare } from './answers.js';
import { envelope } from './envelope.js';
import { matchesNone } from './conditional.js';
import { type Pages, streamList } from './pages.js';

/** Puts what a handler returned into the envelope, as the `@Answers` of its route declares. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (isBare(context.getClass())) return next.handle();
    const answer = answerOf(context.getHandler());
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    return answer.list
      ? next.handle().pipe(mergeMap((pages: Pages<unknown>) => this.list(request, response, answer, pages)))
      : next.handle().pipe(map((result: unknown) => this.one(request, response, answer, result)));
  }

  private one(request: Request, response: Response, answer: Answer, result: unknown) {
    const { status, message, data } = answer;
    const [location, etag] = [answer.location?.(result), answer.etag?.(result)];
    if (location !== undefined) response.setHeader('Location', `/${this.config.API_PREFIX}/${location}`);
    if (etag !== undefined) response.setHeader('ETag', etag);
    if (etag !== undefined && isRead(request) && matchesNone(request.headers['if-none-match'], etag)) {
      response.status(304);
      return undefined;
    }
    return envelope(status, typeof message === 'function' ? message(result) : message, data(result));
  }

  /**
   * The first page is read before the head is sent, so that a failing database is still an enveloped error; a list that
   * ends there is sent whole, a longer one as a stream. A HEAD reads nothing.
   */
  private async list(request: Request, response: Response, { status, message, data }: Answer, pages: Pages<unknown>) {
    if (request.method === 'HEAD') {
      response.type('json');
      return undefined;
    }
    const first = await pages.next();
    const page = first.done ? { items: [], more: false } : first.value;
    if (page.next) response.setHeader('Link', `<${request.path}?${page.next}>; rel="next"`);
    const head = envelope(status, typeof message === 'string' ? message : null);
    if (!page.more) return { ...head, data: page.items.map((item) => data(item)) };
    const type = 'application/json; charset=utf-8';
    const file = new StreamableFile(streamList(head, page, pages, data), { type });
    return file.setErrorHandler((_, broken) => broken.destroy?.());
  }
}

const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD';
