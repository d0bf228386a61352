import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';

const ANSWER = Symbol('answer');
const BARE = Symbol('bare');

/** A response class: it makes one kind of `data` from the result of a handler, field by field. */
export interface ResponseType<T> {
  from(value: T): unknown;
}

/** The parts of an answer that not every route has. */
export interface AnswerOptions<T> {
  /** Makes `data` from the result; without it `data` is null. */
  data?: ResponseType<T>;
  /** The handler returns `Pages`; `data` is an array, and this makes each item of it. */
  pages?: ResponseType<T>;
  /** The path in the `Location` header, below the API's prefix. */
  location?: (result: T) => string;
  /** The `ETag` of the result. A GET that names it in `If-None-Match` is answered with a 304. */
  etag?: (result: T) => string;
}

/** How a route answers when it succeeds. */
export interface Answer<T = unknown> extends AnswerOptions<T> {
  status: number;
  message: string | null | ((result: T) => string);
}

/** Declares the success of a route: its status, its message, and the parts that follow from the result. */
export const Answers = <T>(
  status: number,
  message: Answer<T>['message'],
  options: AnswerOptions<T> = {},
): MethodDecorator => {
  const answer: Answer<T> = { status, message, ...options };
  return applyDecorators(HttpCode(status), SetMetadata(ANSWER, answer));
};

/** The answer that `@Answers` declared on a handler. */
export function answerOf(handler: object): Answer {
  const answer = Reflect.getMetadata(ANSWER, handler) as Answer | undefined;
  if (!answer) throw new Error('a route without @Answers');
  return answer;
}

/** Declares that the routes of a controller answer without the envelope. Their errors are put into it all the same. */
export const Bare = (): ClassDecorator => SetMetadata(BARE, true);

/** Whether `@Bare` stands on a controller. */
export const isBare = (controller: object): boolean => Reflect.hasMetadata(BARE, controller);
