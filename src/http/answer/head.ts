import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import express, { type Application } from 'express';

const PAIRS = Symbol('headers');
const BEFORE = Symbol('before the head');

/** An answer whose head Node writes at once, since each call of `setHeader` costs a small answer a part of its time. */
interface Head {
  /** Names and values in turn. A header that has been set by `setHeader` replaces one of these. */
  [PAIRS]?: string[];
  [BEFORE]?: () => void;
}

/** The class of the answers of an application. Its prototype is the one that Express gives to every answer. */
export function answerClass(app: Application): typeof ServerResponse {
  class Answer<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> implements Head {
    [PAIRS]?: string[] = undefined;
    [BEFORE]?: () => void = undefined;

    override writeHead(status: number, ...rest: unknown[]): this {
      this[BEFORE]?.();
      const pairs = this[PAIRS] ?? [];
      if (rest.length === 0 && this.getHeaderNames().length === 0) return super.writeHead(status, pairs);
      for (let index = 0; index < pairs.length; index += 2) {
        const [name = '', value = ''] = [pairs[index], pairs[index + 1]];
        if (!this.hasHeader(name)) this.setHeader(name, value);
      }
      return super.writeHead(status, ...(rest as [OutgoingHttpHeaders?]));
    }
  }
  Object.defineProperties(Answer.prototype, Object.getOwnPropertyDescriptors(express.response));
  Object.defineProperty(Answer.prototype, 'app', { value: app });
  Object.assign(app, { response: Answer.prototype });
  return Answer;
}

/** Begins the head of an answer with the headers that every answer has, as names and values in turn. */
export const beginHead = (response: ServerResponse & Head, pairs: readonly string[]): void =>
  void (response[PAIRS] = [...pairs]);

/** Adds a header that the answer does not have yet. */
export function addHeader(response: ServerResponse & Head, name: string, value: string): void {
  if (response[PAIRS]) response[PAIRS].push(name, value);
  else response.setHeader(name, value);
}

/** Takes back a header of those that every answer has. */
export function withoutHeader(response: ServerResponse & Head, name: string): void {
  const pairs = response[PAIRS] ?? [];
  const index = pairs.findIndex((each, at) => at % 2 === 0 && each === name);
  if (index >= 0) pairs.splice(index, 2);
}

/** Calls a function directly before the head is written. */
export const beforeHead = (response: ServerResponse & Head, call: () => void): void => void (response[BEFORE] = call);

/** An answer of more bytes than this may wait for its client. */
const LONG_BYTES = 64 * 1_024;

/** Sends an answer of JSON. */
export function sendJson(response: ServerResponse, status: number, text: string): void {
  const bytes = Buffer.byteLength(text);
  response.statusCode = status;
  addHeader(response, 'Content-Type', 'application/json; charset=utf-8');
  addHeader(response, 'Content-Length', String(bytes));
  // Node reserves three bytes for each character of a text that waits.
  response.end(bytes > LONG_BYTES ? Buffer.from(text) : text);
}
