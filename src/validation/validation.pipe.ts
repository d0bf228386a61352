import { BadRequestException, ValidationPipe } from '@nestjs/common';

/** The global pipe: unknown properties are dropped, and a 400 names every wrong field in one message without its value. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new BadRequestException(errors.flatMap(({ constraints = {} }) => Object.values(constraints)).join('; ')),
  });
