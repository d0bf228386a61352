// Loaded by `node --import` before the server. It sends the signal in SIGNAL to its own process when main.ts comes to its first
// import().
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === './server/start.js') process.kill(process.pid, process.env.SIGNAL);
    return next(specifier, context);
  },
});
