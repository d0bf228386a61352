import { type ClassConstructor, TransformationType } from 'class-transformer';
import { type Decorators, decoratorsOf, type Validator } from './decorators-of.js';

/** Makes an instance of a DTO. Undefined: the value is not valid, or only class-validator can tell. */
export type QuickWay = (value: object) => object | undefined;

type Values = Record<string, unknown>;

/**
 * Does what class-transformer and class-validator do for a value that is valid, with the decorators looked up once. It words
 * no refusal. Undefined for a DTO with a decorator that it does not know.
 */
export function quickWayOf(dto: ClassConstructor<object>): QuickWay | undefined {
  const decorators = decoratorsOf(dto);
  if (!decorators) return undefined;
  return (value) => {
    const made = isPlain(value) ? convert(dto, decorators, value as Values) : undefined;
    return made && decorators.every((each) => isValid(dto, each, made)) ? made : undefined;
  };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Undefined when a value is an object, which class-transformer copies. */
function convert(dto: ClassConstructor<object>, decorators: Decorators[], source: Values): Values | undefined {
  const made = new dto() as Values;
  for (const { name, conversions } of decorators) {
    if (!Object.hasOwn(source, name)) continue;
    let value = source[name];
    if (Array.isArray(value)) value = [...(value as unknown[])];
    if (!isFlat(value)) return undefined;
    for (const conversion of conversions) {
      value = conversion({ value, key: name, obj: source, type: TransformationType.PLAIN_TO_CLASS, options: OPTIONS });
    }
    made[name] = value;
  }
  return made;
}

/** The options with which class-transformer calls a conversion when it is given none. */
const OPTIONS = {};

const isFlat = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Array.isArray(value) && value.every((each) => typeof each === 'string'));

function isValid(dto: ClassConstructor<object>, { name, conditions, validators }: Decorators, object: Values): boolean {
  const value = object[name];
  for (const condition of conditions) if (!condition(object, value)) return true;
  for (const validator of validators) {
    const args = { targetName: dto.name, property: name, object, value, constraints: validator.constraints };
    if (!isAccepted(validator, args)) return false;
  }
  return true;
}

/** A validator may return a promise without having said so. Then the long way waits for it. */
function isAccepted({ each, validate }: Validator, args: Parameters<Validator['validate']>[1]): boolean {
  const { value } = args as { value: unknown };
  if (each && Array.isArray(value)) return value.every((one) => validate(one, args) === true);
  return validate(value, args) === true;
}
