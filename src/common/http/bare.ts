import { SetMetadata } from '@nestjs/common';

const BARE = Symbol('bare');

/** The routes of a controller send what they send, without the envelope; their errors are put into it all the same. */
export const Bare = (): ClassDecorator => SetMetadata(BARE, true);

/** Whether `@Bare` stands on a controller. */
export const isBare = (controller: object): boolean => Reflect.hasMetadata(BARE, controller);
