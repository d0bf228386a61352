// Loaded by `node --import` before the server. It fails when a server on MongoDB loads the embedded engine.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^(node:)?sqlite$|sqlite/.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
