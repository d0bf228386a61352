import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { AppModule } from '../../src/app.module.js';
import { HealthController } from '../../src/health/health.controller.js';
import { isBare } from '../../src/http/answer/answers.js';

type Class = abstract new (...args: never[]) => object;

/** A method of a controller. */
export interface Route {
  /** As the document spells it, such as `PATCH /todo/{todoId}`. */
  name: string;
  /** The DTOs of its body and its query string. */
  body?: new () => object;
  query?: new () => object;
}

/** The controllers of a module and of the modules that it imports. */
function controllers(module: object): Class[] {
  const of = (key: string) => (Reflect.getMetadata(key, module) ?? []) as Class[];
  const imported = of('imports').filter((each) => typeof each === 'function');
  return [...of('controllers'), ...imported.flatMap(controllers)];
}

function dtoOf(controller: Class, method: string, place: RouteParamtypes): Route['body'] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Route['body'][];
  const found = Object.entries(args).find(([key]) => key.startsWith(`${place}:`));
  return found && types[found[1].index];
}

function routesOf(controller: Class): Route[] {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(([key, { value }]) => [key, value as object] as const)
    .filter(([key, handler]) => key !== 'constructor' && Reflect.hasMetadata('path', handler));
  return methods.map(([key, handler]) => {
    const verb = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
    const path = [controller, handler].flatMap((each) => (Reflect.getMetadata('path', each) as string).split('/'));
    const parts = path.filter(Boolean).map((part) => part.replace(/^:(.*)$/, '{$1}'));
    return {
      name: `${verb} /${parts.join('/')}`,
      body: dtoOf(controller, key, RouteParamtypes.BODY),
      query: dtoOf(controller, key, RouteParamtypes.QUERY),
    };
  });
}

/** The routes that the controllers declare, except the probes and those of the document itself. */
export const routes: Route[] = [...new Set(controllers(AppModule))]
  .filter((each) => !isBare(each) && each !== HealthController)
  .flatMap(routesOf);
