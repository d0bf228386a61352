import { type ArgumentMetadata, BadRequestException, ValidationPipe as NestValidationPipe } from '@nestjs/common';
import { type QuickWay, quickWayOf } from './quick-way.js';

/** The end of a name by which some clients mark a parameter that may have several values: `status[]`, `status[0]`. */
const ARRAY_MARK = /\[\d*\]$/;

/**
 * The global pipe. It drops unknown properties, and its 400 names every wrong field in one message, without the values.
 * A body must be an object.
 */
export class ValidationPipe extends NestValidationPipe {
  /** By DTO; null for one that has none. */
  private readonly quickWays = new Map<unknown, QuickWay | null>();

  constructor() {
    super({
      transform: true,
      whitelist: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) =>
        new BadRequestException(errors.flatMap(({ constraints = {} }) => Object.values(constraints)).join('; ')),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type === 'custom' || (type === 'param' && metatype === String)) return value;
    if (type === 'body' && !isObject(value)) throw new BadRequestException('The body must be a JSON object');
    const plain = type === 'query' ? withoutMarks(value as Query) : value;
    return this.quickly(plain, metatype) ?? (super.transform(plain, metadata) as Promise<unknown>);
  }

  private quickly(value: unknown, dto: ArgumentMetadata['metatype']): object | undefined {
    if (dto === undefined || !isObject(value)) return undefined;
    let way = this.quickWays.get(dto);
    if (way === undefined) this.quickWays.set(dto, (way = quickWayOf(dto) ?? null));
    return way?.(value);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Query = Record<string, string | string[]>;

/** Reads `status[]=done` as `status=done`. A parameter that is given both ways has all the values. */
function withoutMarks(query: Query): Query {
  if (!Object.keys(query).some((name) => ARRAY_MARK.test(name))) return query;
  const merged = new Map<string, string | string[]>();
  for (const [name, value] of Object.entries(query)) {
    const plain = name.replace(ARRAY_MARK, '');
    const before = merged.get(plain);
    merged.set(plain, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(merged);
}
