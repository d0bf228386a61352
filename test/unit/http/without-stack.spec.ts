import { afterEach, expect, it } from 'vitest';
import { withoutStack } from '../../../src/http/answer/without-stack.js';

const limit = Error.stackTraceLimit;
afterEach(() => void (Error.stackTraceLimit = limit));

it('makes an error that has no trace', () => {
  const error = withoutStack(() => new TypeError('refused'));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.stack).toBe('TypeError: refused');
});

it('leaves the traces of other errors, also after a failure', () => {
  withoutStack(() => new Error('refused'));
  expect(() =>
    withoutStack(() => {
      throw new Error('it failed');
    }),
  ).toThrow('it failed');
  expect(Error.stackTraceLimit).toBe(limit);
  expect(new Error('another').stack).toContain('without-stack.spec');
});
