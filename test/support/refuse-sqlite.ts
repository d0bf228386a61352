// Loaded by `node --import` before the server: with MongoDB, the embedded engine must not even be asked for.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^(node:)?sqlite$|sqlite/.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
