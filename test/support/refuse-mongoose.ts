// Loaded by `node --import` before the server. It fails when the embedded engine loads a library of MongoDB.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^(mongoose|mongodb|@nestjs\/mongoose)(\/|$)/.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
