import { SetMetadata } from '@nestjs/common';

const PUBLIC = Symbol('public');

/** Opens a route, or every route of a controller, to callers who have not signed in. Every other route is closed. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Whether `@Public` stands on one of these handlers or controllers. */
export const isPublic = (...targets: object[]): boolean =>
  targets.some((target) => Reflect.hasMetadata(PUBLIC, target));
