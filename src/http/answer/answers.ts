import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';

const ANSWER = Symbol('answer');

/** A response class: documents one kind of `data`, and makes it from what the handler returned, field by field. */
export interface ResponseType<T> {
  from(value: T): unknown;
}

/** How a route answers when it succeeds. */
export interface Answer<T = unknown> {
  status: number;
  message: string | null | ((result: T) => string);
  /** Makes `data` of the result, or of each item of a list. */
  data: (result: T) => unknown;
  /** `[Type]`: the handler returns pages, and `data` is an array. */
  list: boolean;
  /** The path below the API's prefix that the `Location` header names. */
  location?: (result: T) => string;
  /** The `ETag` of the result; a GET that names it in `If-None-Match` is answered with a 304. */
  etag?: (result: T) => string;
}

/**
 * Declares a route's success: its status, message and `data`, and the headers that follow from the result.
 * Without a response type `data` is null.
 */
export function Answers<T>(
  status: number,
  message: Answer<T>['message'],
  type?: ResponseType<T> | [ResponseType<T>],
  headers: Pick<Answer<T>, 'location' | 'etag'> = {},
): MethodDecorator {
  const list = Array.isArray(type);
  const response = list ? type[0] : type;
  const answer: Answer<T> = {
    status,
    message,
    list,
    ...headers,
    data: (result) => response?.from(result) ?? null,
  };
  return applyDecorators(HttpCode(status), SetMetadata(ANSWER, answer));
}

/** What `@Answers` declared on a handler. */
export function answerOf(handler: object): Answer {
  const answer = Reflect.getMetadata(ANSWER, handler) as Answer | undefined;
  if (!answer) throw new Error('a route without @Answers');
  return answer;
}

const BARE = Symbol('bare');

/** The routes of this controller answer without the envelope. Their errors are put into it all the same. */
export const Bare = (): ClassDecorator => SetMetadata(BARE, true);

/** Whether `@Bare` stands on a controller. */
export const isBare = (controller: object): boolean => Reflect.hasMetadata(BARE, controller);
