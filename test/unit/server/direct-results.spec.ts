import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { InterceptorsConsumer } from '@nestjs/core/interceptors/interceptors-consumer.js';
import { isObservable, lastValueFrom, map, of } from 'rxjs';
import { expect, it, vi } from 'vitest';
import { EnvelopeInterceptor } from '../../../src/http/answer/envelope.interceptor.js';
import type { ResultInterceptor } from '../../../src/http/answer/result-interceptor.js';
import { callDirectly } from '../../../src/server/direct-results.js';
import { withApp } from '../../support/with-app.js';

callDirectly();
const app = withApp();

class Things {}

/** Wraps a result, and names the class of the handler. */
const wrapping: ResultInterceptor = {
  intercept: (context: ExecutionContext, next: CallHandler) =>
    next.handle().pipe(map((result: unknown) => wrapping.resultOf(context, result))),
  resultOf: (context, result) => [context.getClass().name, result],
};
const other: NestInterceptor = {
  intercept: (_, next) => next.handle().pipe(map((result) => ({ other: result as unknown }))),
};

const intercept = (interceptors: NestInterceptor[], next: () => Promise<unknown>) =>
  new InterceptorsConsumer().intercept(interceptors, [], new Things(), () => undefined, next, 'http');

/** The result, whether it comes at once or from an Observable. */
async function resultOf(interceptors: NestInterceptor[], next: () => Promise<unknown>): Promise<unknown> {
  const result = await intercept(interceptors, next);
  return isObservable(result) ? lastValueFrom(result) : result;
}

it('calls an interceptor of results without an Observable', async () => {
  expect(await intercept([wrapping], async () => 'a result')).toEqual(['Things', 'a result']);
});

it.each<[string, NestInterceptor[], unknown]>([
  ['of another kind', [other], { other: 'a result' }],
  ['before another one', [wrapping, other], ['Things', { other: 'a result' }]],
  ['after another one', [other, wrapping], { other: ['Things', 'a result'] }],
  ['that is not there', [], 'a result'],
])('leaves an interceptor %s to Nest', async (_, interceptors, expected) => {
  expect(await resultOf(interceptors, async () => 'a result')).toEqual(expected);
});

it('gives each result of an Observable to the interceptor', async () => {
  expect(await resultOf([wrapping], async () => of('first', 'last'))).toEqual(['Things', 'last']);
});

it('passes on a failure of the handler', async () => {
  await expect(resultOf([wrapping], () => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
});

it('is how the routes of the application are answered', async () => {
  const [slow, quick] = [
    vi.spyOn(EnvelopeInterceptor.prototype, 'intercept'),
    vi.spyOn(EnvelopeInterceptor.prototype, 'resultOf'),
  ];
  expect((await app.api.call('GET', '/health/live')).status).toBe(200);
  expect(quick).toHaveBeenCalledTimes(1);
  expect(slow).not.toHaveBeenCalled();
});
