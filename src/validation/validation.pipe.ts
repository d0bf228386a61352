import { BadRequestException, ValidationPipe } from '@nestjs/common';

/** The global pipe. It drops unknown properties, and its 400 names every wrong field in one message, without the values. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new BadRequestException(errors.flatMap(({ constraints = {} }) => Object.values(constraints)).join('; ')),
  });
