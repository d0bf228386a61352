import fc, { type Arbitrary } from 'fast-check';
import { bodyOf } from './bodies.ts';
import { type Operation, operations } from '../document.ts';
import { type Fields, extraFields, typeFields, WHO, type Who } from './fields.ts';
import { lies } from './lies.ts';
import { targetOf } from './targets.ts';

/** A request of an operation. The values of `PLACES` stand for those that only a running test knows. */
export interface HttpRequest {
  /** The operation that it was made from. */
  operation: string;
  method: string;
  /** Path and query, below the prefix. */
  target: string;
  who: Who;
  headers: Fields;
  /** The bytes of the body, one character each. */
  body?: string;
}

/** Bytes for a connection of their own, which the client then ends on its side. */
export interface Lie {
  lie: string;
}

export type FuzzRequest = HttpRequest | Lie;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE', 'TRACE', 'QUERY', 'PROPFIND'];

/** The operations after which the sender has to sign in again, which costs three more requests. */
export const ENDS = /logout|erase|DELETE \/users/;

function requestOf(operation: Operation): Arbitrary<HttpRequest> {
  const { name, method, body } = operation;
  const methods = fc.oneof(
    { weight: 20, arbitrary: fc.constant(method) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  );
  const parts = {
    method: methods,
    target: targetOf(operation),
    who: WHO,
    type: typeFields,
    extra: extraFields,
    body: body ? bodyOf(body) : fc.constant(undefined),
  };
  return fc.record(parts).map(({ type, extra, ...rest }) => ({
    ...rest,
    operation: name,
    headers: { ...(rest.body !== undefined && type), ...extra },
  }));
}

/** Requests of every operation of the document: most are right, and the others are wrong in one way or another. */
export const requests: Arbitrary<FuzzRequest> = fc.oneof(
  ...operations.map((operation) => ({ weight: ENDS.test(operation.name) ? 1 : 4, arbitrary: requestOf(operation) })),
  { weight: 4, arbitrary: lies.map((lie) => ({ lie })) },
);
