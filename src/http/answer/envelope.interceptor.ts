import { stringify } from 'node:querystring';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { type CallHandler, type ExecutionContext, Injectable, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { Config } from '../../config/config.js';
import { callerOf } from '../request/caller.js';
import { AnswerMemory } from './answer-memory.js';
import { type Answer, answerOf, isBare, type ResponseType } from './answers.js';
import { matchesNone } from './conditional.js';
import { envelope } from './envelope.js';
import { addHeader } from './head.js';
import { type Pages, streamList } from './pages.js';
import { PartTurns } from './part-turns.js';
import type { ResultInterceptor } from './result-interceptor.js';
import { StreamTurns } from './stream-turns.js';

/** A part with more items than this is no short work. */
const SHORT = 50;

/** A stream, the turns of lists and the middleware all wait for the end of one answer. Node warns of more than ten. */
const MOST_LISTENERS = 20;

/** Puts the result of a handler into the envelope, as the `@Answers` of its route declares. */
@Injectable()
export class EnvelopeInterceptor implements ResultInterceptor {
  constructor(
    private readonly config: Config,
    private readonly streams: StreamTurns,
    private readonly parts: PartTurns,
    private readonly memory: AnswerMemory,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(mergeMap(async (result: unknown) => this.resultOf(context, result)));
  }

  /** The answer that is made of a result. */
  resultOf(context: ExecutionContext, result: unknown): unknown {
    if (isBare(context.getClass())) return result;
    const answer = answerOf(context.getHandler());
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const { pages: item } = answer;
    return item
      ? this.list(request, response, answer, item, result as Pages<unknown>)
      : this.one(request, response, answer, result);
  }

  private one(request: Request, response: Response, { status, message, data, ...headers }: Answer, result: unknown) {
    const [location, etag] = [headers.location?.(result), headers.etag?.(result)];
    if (location !== undefined) addHeader(response, 'Location', `/${this.config.API_PREFIX}/${location}`);
    if (etag !== undefined) addHeader(response, 'ETag', etag);
    if (etag !== undefined && isRead(request) && matchesNone(request.headers['if-none-match'], etag)) {
      response.status(304);
      return undefined;
    }
    const text = typeof message === 'function' ? message(result) : message;
    return envelope(status, text, data?.from(result) ?? null);
  }

  /**
   * The first page is read before the head is sent, so a failing database is still an enveloped error. A list that ends with
   * its first page is sent whole, and a longer one as a stream. A HEAD reads the first page only.
   */
  private async list(
    request: Request,
    response: Response,
    { status, message }: Answer,
    item: ResponseType<unknown>,
    pages: Pages<unknown>,
  ) {
    const callerId = callerOf(request)?.id ?? '';
    const isLong = request.method === 'GET' && this.streams.isLong(callerId, request.originalUrl);
    if (isLong) await this.streams.take(callerId, response);
    const read = this.reader(callerId, response, pages);
    const first = await read();
    const page = first.done ? { items: [], more: false } : first.value;
    if (page.next !== undefined) addHeader(response, 'Link', nextLink(request, page.next));
    const head = envelope(status, typeof message === 'string' ? message : null);
    if (!page.more) {
      const text = JSON.stringify({ ...head, data: page.items.map((each) => item.from(each)) });
      this.memory.hold(response, Buffer.byteLength(text));
      return text;
    }
    if (request.method === 'HEAD') {
      response.type('json');
      return undefined;
    }
    this.streams.noteLong(callerId, request.originalUrl);
    response.setMaxListeners(MOST_LISTENERS);
    if (!isLong) await this.streams.take(callerId, response);
    const stream = streamList(head, page, {
      read,
      map: (each) => item.from(each),
      onPart: (bytes) => {
        this.streams.notePart(response);
        this.memory.hold(response, bytes);
      },
    });
    const file = new StreamableFile(stream, { type: 'application/json; charset=utf-8' });
    return file.setErrorHandler((_, broken) => broken.destroy?.());
  }

  /**
   * Reads each part in the caller's turn, when there is room for it. Without the `bytes` of the part before it, it is the
   * first.
   */
  private reader(callerId: string, response: Response, pages: Pages<unknown>) {
    return (bytes?: number) => {
      // The client has taken the part before. Counted on, it could keep the room that the one whose turn it is waits for.
      this.memory.hold(response, 0);
      return this.parts.run({ callerId, response, isFirst: bytes === undefined }, async () => {
        await this.memory.room(response, callerId, bytes);
        const part = await pages.next();
        // To read many rows and to make text of them are two pieces of work, so others wait for one of them only.
        if (part.value && part.value.items.length > SHORT) await othersTurn();
        return part;
      });
    };
  }
}

/** The `Link` to the next page (RFC 8288): the request's own query from another cursor on. */
const nextLink = ({ path, query }: Request, cursor: string): string =>
  `<${path}?${stringify({ ...(query as Record<string, string | string[]>), cursor })}>; rel="next"`;

const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD';
