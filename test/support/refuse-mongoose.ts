// Loaded by `node --import` before the server: the embedded engine must not even ask for the other one's libraries.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^(mongoose|mongodb|@nestjs\/mongoose)(\/|$)/.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
