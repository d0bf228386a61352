import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText } from '../validation/is-text.js';
import { type Asked, PAGE_SIZE } from './pages.js';

const LIMIT = { message: `$property must be a whole number from ${PAGE_SIZE.min} to ${PAGE_SIZE.max}` };

/** The part of a query string that pages a list. A parameter may be sent once and must not be empty. */
export class PageQuery implements Asked {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (/^[1-9]\d{0,3}$/.test(String(value)) ? Number(value) : value))
  @Max(PAGE_SIZE.max, LIMIT)
  @Min(PAGE_SIZE.min, LIMIT)
  @IsInt(LIMIT)
  limit?: number;

  @IsOptional()
  @IsText({ blank: false })
  cursor?: string;
}
