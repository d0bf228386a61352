import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

/** An id as a client may write it: 24 hex digits in either case. */
export const ID = /^[0-9a-f]{24}$/i;
/** The end of the message about a text that is no id; the name of the field goes before it. */
export const NOT_AN_ID = 'must be an id of 24 hex digits';

/** An id in a DTO. It is kept in lower case. */
export const IsId = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' ? value.toLowerCase() : (value as unknown))),
    ValidateBy({
      name: 'isId',
      validator: {
        validate: (value) => typeof value === 'string' && ID.test(value),
        defaultMessage: (args) => `${args?.property} ${NOT_AN_ID}`,
      },
    }),
  );
