import { BadRequestException, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** The longest key, in characters. */
const LONGEST = 128;

/** The form of a valid key. */
export const IDEMPOTENCY_KEY_FORM = new RegExp(`^[\\x21-\\x7e]{1,${LONGEST}}$`);

/** The `Idempotency-Key` of a request (IETF draft idempotency-key-header), as a handler's parameter. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<Request>().headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && IDEMPOTENCY_KEY_FORM.test(key)) return key;
  throw new BadRequestException(`Idempotency-Key must have 1 to ${LONGEST} visible ASCII characters`);
});
