import { IncomingMessage } from 'node:http';
import express, { type Application } from 'express';

/**
 * The class of the requests of an application. Its prototype is the one that Express gives to every request, which costs
 * nothing when the request has it already.
 */
export function requestClass(app: Application): typeof IncomingMessage {
  class AppRequest extends IncomingMessage {}
  Object.defineProperties(AppRequest.prototype, Object.getOwnPropertyDescriptors(express.request));
  Object.defineProperty(AppRequest.prototype, 'app', { value: app });
  Object.assign(app, { request: AppRequest.prototype });
  return AppRequest;
}
