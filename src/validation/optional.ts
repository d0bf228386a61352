import { ValidateIf } from 'class-validator';

/** A property that need not be sent; sent as null it is checked like any other value, unlike with `IsOptional`. */
export const NotNullIfSent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
