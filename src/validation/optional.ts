import { ValidateIf } from 'class-validator';

/** A property that may be absent. Unlike with `IsOptional`, null is validated like any other value. */
export const NotNullIfSent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
