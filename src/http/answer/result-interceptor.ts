import type { ExecutionContext, NestInterceptor } from '@nestjs/common';

/** An interceptor that only turns the result of a handler into another one. Its `intercept` does the same with Observables. */
export interface ResultInterceptor extends NestInterceptor {
  resultOf(context: ExecutionContext, result: unknown): unknown;
}
