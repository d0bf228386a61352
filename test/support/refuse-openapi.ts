// Loaded by `node --import` before the server. It fails when the server loads what only writes the OpenAPI document.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/^class-validator-jsonschema$|\.openapi\.js$|\/openapi\//.test(specifier))
      throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
