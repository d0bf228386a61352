// Loaded by `node --import` before the server. It sends SIGUSR2 to its own process when main.ts comes to its first import().
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === './server/start.js') process.kill(process.pid, 'SIGUSR2');
    return next(specifier, context);
  },
});
