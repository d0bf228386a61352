// Loaded by `node --import` before the server. It fails when a server without metrics loads what only metrics need.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^prom-client$|\/management\//.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
