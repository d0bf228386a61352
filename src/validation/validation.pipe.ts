import { type ArgumentMetadata, BadRequestException, ValidationPipe as NestValidationPipe } from '@nestjs/common';

/** The end of a name by which some clients mark a parameter that may have several values: `status[]`, `status[0]`. */
const ARRAY_MARK = /\[\d*\]$/;

/**
 * The global pipe. It drops unknown properties, and its 400 names every wrong field in one message, without the values.
 * A body must be an object.
 */
export class ValidationPipe extends NestValidationPipe {
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
    if (metadata.type === 'body' && !isObject(value)) throw new BadRequestException('The body must be a JSON object');
    return super.transform(metadata.type === 'query' ? withoutMarks(value as Query) : value, metadata);
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

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
