import { type ArgumentMetadata, BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import { ID, NOT_AN_ID } from '../../validation/is-id.js';

/** Validates an id in the path and puts it in lower case. @throws BadRequestException */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (!ID.test(value)) throw new BadRequestException(`${data} ${NOT_AN_ID}`);
    return value.toLowerCase();
  }
}
