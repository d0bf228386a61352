// Loaded by `node --import` before the server. It fails when a server without traces loads what only traces need.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (/opentelemetry|\/tracing\//.test(specifier)) throw new Error(`${specifier} was asked for`);
    return next(specifier, context);
  },
});
