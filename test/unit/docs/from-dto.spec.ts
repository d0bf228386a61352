import {
  IsIn,
  IsInt,
  IsOptional,
  IsPhoneNumber,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describe, expect, it } from 'vitest';
import { fromDto, queryFromDto } from '../../../src/openapi/from-dto.js';
import { IsText } from '../../../src/validation/is-text.js';
import { NotNullIfSent } from '../../../src/validation/optional.js';
import { Trimmed } from '../../../src/validation/trimmed.js';

const LEVELS = ['low', 'high'] as const;

class Paged {
  @IsOptional()
  @Max(9)
  @Min(2)
  @IsInt()
  limit?: number;
}

class Everything extends Paged {
  @IsText({ min: 2, max: 5 })
  bounded!: string;

  @IsText({ max: 50, maxBytes: 20, blank: false })
  filled!: string;

  @IsOptional()
  @IsIn(LEVELS)
  level?: string | null;

  @NotNullIfSent()
  @IsText()
  strict?: string;

  @ValidateIf(({ level }: Everything) => level !== undefined)
  @Trimmed()
  @IsText()
  sometimes?: string;

  @IsOptional()
  @IsIn(LEVELS, { each: true })
  several?: string[];
}

describe('the schema of a DTO', () => {
  const schema = fromDto(Everything, { example: { bounded: 'abc', filled: 'd' } });

  it.each([
    ['bounds of a text', 'bounded', { type: 'string', minLength: 2, maxLength: 5 }],
    [
      'bytes, and a text that is not blank',
      'filled',
      { type: 'string', minLength: 1, maxLength: 20, pattern: '^\\s*\\S' },
    ],
    ['one of several texts, or null', 'level', { type: 'string', enum: ['low', 'high', null], nullable: true }],
    ['a text that cannot be null', 'strict', { type: 'string' }],
    [
      'a text that is validated beside another property only',
      'sometimes',
      { type: 'string', description: 'White space around it is dropped', 'x-trimmed': true, nullable: true },
    ],
    ['a list', 'several', { type: 'array', items: { type: 'string', enum: ['low', 'high'] }, nullable: true }],
    ['a whole number of another class', 'limit', { type: 'integer', minimum: 2, maximum: 9, nullable: true }],
  ])('has %s', (_, name, expected) => {
    expect(schema.properties?.[name]).toEqual(expected);
  });

  it('requires what no condition lets be absent, and has the example', () => {
    expect(schema.required).toEqual(['bounded', 'filled']);
    expect(schema.example).toEqual({ bounded: 'abc', filled: 'd' });
  });

  it('has what is noted, and hides what is hidden', () => {
    const of = fromDto(Paged, { notes: { limit: { description: 'how many', format: 'int32' } }, example: {} });
    expect(JSON.stringify(of.properties)).toBe(
      '{"limit":{"type":"integer","format":"int32","minimum":2,"maximum":9,"nullable":true,"description":"how many"}}',
    );
    expect(fromDto(Paged, { hidden: ['limit'], example: {} })).toEqual({ type: 'object', properties: {}, example: {} });
  });
});

describe('the parameters of a DTO', () => {
  class Query extends Paged {
    @IsIn(LEVELS, { each: true })
    several!: string[];
  }
  const about = { limit: { description: 'how many', example: 3 }, several: { description: 'which', example: ['low'] } };

  it('are required or have named examples, and are never null', () => {
    const items = { type: 'string', enum: ['low', 'high'] };
    expect(queryFromDto(Query, about)).toEqual([
      {
        ...{ name: 'several', in: 'query', required: true, ...about.several },
        ...{ schema: { type: 'array', items }, style: 'form', explode: true },
      },
      {
        ...{ name: 'limit', in: 'query', description: 'how many', examples: { limit: { value: 3 } } },
        schema: { type: 'integer', minimum: 2, maximum: 9 },
      },
    ]);
  });
});

describe('a validator without a converter', () => {
  class Ours {
    @ValidateBy({ name: 'isOdd', validator: { validate: () => true } })
    number!: number;
  }
  class Foreign {
    @IsPhoneNumber('ID')
    phone!: string;
  }
  class Nested {
    @ValidateNested()
    paged!: Paged;
  }

  it.each([
    [Ours, 'Ours.number: the validator isOdd has'],
    [Foreign, 'Foreign.phone: the validator isPhoneNumber has'],
    [Nested, 'Nested.paged: the validator nestedValidation has'],
  ])('is refused by its name: %s', (dto, message) => {
    expect(() => fromDto<object>(dto, { example: {} })).toThrow(`${message} no converter in src/openapi/converters.ts`);
  });
});
