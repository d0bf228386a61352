import { type ClassConstructor, type TransformFnParams, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transformations } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';

/** The functions behind the decorators of one property of a DTO. */
export interface Decorators {
  name: string;
  /** Those of `@Transform`, in the order in which they are called. */
  conversions: ((params: TransformFnParams) => unknown)[];
  /** Those of `@ValidateIf` and `@IsOptional`: the property is validated when all of them return true. */
  conditions: ((object: object, value: unknown) => boolean)[];
  validators: Validator[];
}

/** One validator. `each`: it validates every element of an array. */
export interface Validator {
  each: boolean;
  constraints: unknown[];
  validate: (value: unknown, args: ValidationArguments) => unknown;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const VALIDATORS = new Set<string>([ValidationTypes.CUSTOM_VALIDATION, ValidationTypes.IS_DEFINED]);

/**
 * The decorators of a DTO, by property. Undefined when one of them is not known here: `@Type`, `@Expose`, `@Exclude`, `@Allow`,
 * a group, a version, a nested object or an asynchronous validator.
 */
export function decoratorsOf(dto: ClassConstructor<object>): Decorators[] | undefined {
  const all = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const byName = Map.groupBy(all, ({ propertyName }) => propertyName);
  // class-validator removes a property without validators.
  const isComplete = Object.keys(new dto()).every((name) => byName.has(name));
  const isExposed =
    [...transformations.getExposedMetadatas(dto), ...transformations.getExcludedMetadatas(dto)].length > 0;
  if (all.length === 0 || !isComplete || isExposed || transformations.getStrategy(dto) !== 'none') return undefined;
  const decorators = [...byName].map(([name, metadata]) => ofProperty(dto, name, metadata));
  return decorators.every((each) => each !== undefined) ? decorators : undefined;
}

function ofProperty(dto: ClassConstructor<object>, name: string, all: Metadata[]): Decorators | undefined {
  const transforms = transformations.findTransformMetadatas(dto, name, TransformationType.PLAIN_TO_CLASS);
  const conditions = all.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  const validated = all.filter(({ type }) => VALIDATORS.has(type));
  const isKnown =
    conditions.length + validated.length === all.length &&
    all.every(({ groups = [], validateIf }: Partial<Metadata>) => groups.length === 0 && !validateIf) &&
    transforms.every(({ options }) => (options.groups ?? options.since ?? options.until) === undefined) &&
    !isTyped(dto, name) &&
    // class-transformer does not set what a method or a getter hides.
    !(name in dto.prototype);
  const validators = validated.flatMap(validatorsOf);
  if (!isKnown || !validators.every((validator) => validator !== undefined)) return undefined;
  return {
    name,
    conversions: transforms.map(({ transformFn }) => transformFn as Decorators['conversions'][number]),
    conditions: conditions.map(({ constraints: [holds] }) => holds as Decorators['conditions'][number]),
    validators,
  };
}

/** Whether the property has `@Type`. The types of the library leave out that it may have none. */
const isTyped = (dto: ClassConstructor<object>, name: string): boolean =>
  Boolean(transformations.findTypeMetadata(dto, name) as unknown);

const validatorsOf = ({ constraintCls, constraints, each }: Metadata): (Validator | undefined)[] =>
  getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ async: isAsync, instance }) =>
      isAsync ? undefined : { each, constraints, validate: instance.validate.bind(instance) },
    );
