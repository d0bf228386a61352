import {
  applyDecorators,
  type ArgumentMetadata,
  BadRequestException,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Matches } from 'class-validator';

const ID = /^[0-9a-f]{24}$/i;
const MESSAGE = 'must be an id of 24 hex digits';

/** An id in a DTO: 24 hex digits in either case, kept in lower case. */
export const IsId = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' ? value.toLowerCase() : (value as unknown))),
    Matches(ID, { message: `$property ${MESSAGE}` }),
  );

/** The same for a single id in the path. */
@Injectable()
export class MongoIdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (!ID.test(value)) throw new BadRequestException(`${data} ${MESSAGE}`);
    return value.toLowerCase();
  }
}
