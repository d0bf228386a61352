import { ValidationPipe } from '@nestjs/common';
import { expect } from 'vitest';
import { quickWayOf } from '../../src/validation/quick-way.js';

/** The class of a DTO. */
export type Dto = new () => object;

const pipe = new ValidationPipe({ transform: true, whitelist: true, stopAtFirstError: true });

/** Validates a value with Nest's own pipe. @throws BadRequestException */
export const longWay = (dto: Dto, value: object): Promise<object> =>
  pipe.transform(structuredClone(value), { type: 'body', metatype: dto });

/** Both ways make the same of a value, or neither makes anything; `left`: the quick way leaves it to the long one. */
export async function compare(dto: Dto, value: object): Promise<'made' | 'left' | 'refused'> {
  const quick = quickWayOf(dto)?.(structuredClone(value));
  const long = await longWay(dto, value).catch(() => undefined);
  if (!quick) return long ? 'left' : 'refused';
  expect(quick).toStrictEqual(long);
  return 'made';
}
