import { SchematicsException } from '@angular-devkit/schematics';
import { checkField, pascal, plural, snake } from './names.js';

/** A field as it is written, for example `priority:enum(low,normal,high)!`. */
const FIELD = /^(\w+):(\w+)(?:\(([^()]*)\))?(!)?$/;
/** A space between two fields, and none inside of brackets. */
const BETWEEN = /\s+(?![^(]*\))/;

const quoted = (value) => `'${value}'`;

/**
 * The types of fields. `type` is that of the entity, `sent` that of a body, `decorators` validate it, `column` and `prop` store
 * it, and `answered` describes it in an answer. `samples` are two JSON values, and `bad` is a value that is refused.
 */
const TYPES = {
  text: ({ required }) => ({
    type: 'string',
    decorators: required ? ['@IsText({ max: TEXT_MAX, blank: false })'] : ['@IsText({ max: TEXT_MAX })'],
    column: 'TEXT',
    prop: 'type: String',
    answered: 'TEXT',
    samples: ["'something'", "'something else'"],
    bad: ['5', ...(required ? ["' '"] : []), "'x'.repeat(10_001)"],
  }),
  integer: () => ({
    type: 'number',
    decorators: ['@Max(Number.MAX_SAFE_INTEGER)', '@Min(Number.MIN_SAFE_INTEGER)', '@IsInt()'],
    column: 'INTEGER',
    prop: 'type: Number',
    answered: "{ type: 'integer' }",
    samples: ['1', '-2'],
    bad: ['1.5', "'1'", '2 ** 53'],
  }),
  number: () => ({
    type: 'number',
    decorators: ['@IsNumber()'],
    column: 'REAL',
    prop: 'type: Number',
    answered: "{ type: 'number' }",
    samples: ['1.5', '-2.25'],
    bad: ["'1.5'", 'true'],
  }),
  boolean: () => ({
    type: 'boolean',
    decorators: ['@IsBoolean()'],
    column: 'INTEGER',
    prop: 'type: Boolean',
    row: (value) => `Number(${value})`,
    rowType: 'number',
    entity: (value) => `${value} === 1`,
    answered: "{ type: 'boolean' }",
    samples: ['true', 'false'],
    bad: ["'true'", '1'],
  }),
  date: () => ({
    type: 'Date',
    sent: 'string',
    decorators: ['@IsDueDate()'],
    column: 'INTEGER',
    prop: 'type: Date',
    row: (value) => `${value}.getTime()`,
    rowType: 'number',
    entity: (value) => `new Date(${value})`,
    isDate: true,
    answered: 'INSTANT',
    samples: ["'2030-01-31T12:00:00.000Z'", "'2031-02-28T00:00:00.000Z'"],
    bad: ["'2030-02-30'", '0'],
  }),
  enum: ({ name, values }) => {
    const [Type, VALUES] = [pascal(name), snake(plural(name)).toUpperCase()];
    return {
      type: Type,
      decorators: [`@IsIn(${VALUES}, { message: \`$property must be one of \${${VALUES}.join(', ')}\` })`],
      column: 'TEXT',
      prop: `type: String, enum: ${VALUES}`,
      enumeration: { Type, VALUES, list: values.map(quoted).join(', ') },
      answered: `{ type: 'string', enum: [...${VALUES}] }`,
      samples: values.slice(0, 2).map(quoted),
      bad: ["'no such value'", '1'],
    };
  },
};

/**
 * The fields of a text such as `body:text! pinned:boolean`.
 * @throws SchematicsException that names the part of the text that is wrong
 */
export function fieldsOf(text, parent) {
  const fields = text
    .trim()
    .split(BETWEEN)
    .map((field) => fieldOf(field, parent));
  if (!fields.some(({ required }) => required))
    throw new SchematicsException('At least one field must be required; mark it with !, like name:text!');
  for (const by of ['name', 'column_name', 'type']) {
    const seen = fields.filter((field) => by !== 'type' || field.enumeration).map((field) => field[by].toLowerCase());
    const twice = seen.find((value, index) => seen.indexOf(value) < index);
    if (twice) throw new SchematicsException(`Two fields have the name ${twice}`);
  }
  return fields;
}

function fieldOf(text, parent) {
  const [, name, kind, list, mark] = FIELD.exec(text) ?? [];
  if (name === undefined) throw new SchematicsException(`A field is <name>:<type>, like title:text! — not ${text}`);
  checkField(name, parent);
  if (!Object.hasOwn(TYPES, kind))
    throw new SchematicsException(`${kind} is no type of a field; the types are ${Object.keys(TYPES).join(', ')}`);
  const required = mark === '!';
  const made = TYPES[kind]({ name, required, values: valuesOf(name, kind, list) });
  return {
    row: (value) => value,
    rowType: made.type,
    entity: (value) => value,
    sent: made.type,
    isDate: false,
    isText: kind === 'text',
    ...made,
    entitySamples: made.isDate ? made.samples.map((sample) => `new Date(${sample})`) : made.samples,
    name,
    required,
    column_name: snake(name),
  };
}

function valuesOf(name, kind, list) {
  if ((kind === 'enum') !== (list !== undefined))
    throw new SchematicsException(`${name}: an enum, and nothing else, has values in brackets, like enum(low,high)`);
  const values = list?.split(',').map((value) => value.trim()) ?? [];
  const wrong = values.find((value, index) => !/^[\w-]+$/.test(value) || values.indexOf(value) < index);
  if (wrong !== undefined || values.length === 1)
    throw new SchematicsException(`${name}: an enum has two or more different values of letters, digits, _ and -`);
  return values;
}
