// `npm run dev:mongodb`: `npm run dev` on a throw-away MongoDB, which goes with it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findMongod, startReplicaSet } from '../test/support/mongod.ts';

const mongod = await findMongod();
if (!mongod.found) {
  console.error(`There is no MongoDB to start: ${mongod.why}`);
  process.exit(1);
}
const server = await startReplicaSet(mongod);
const uri = server.getUri('todo');
const { PORT = '5000', API_PREFIX = 'api' } = process.env;
console.log(`MongoDB  ${uri}  (one node from ${mongod.from}; nothing of it is kept)`);
console.log(`API      http://localhost:${PORT}/${API_PREFIX}`);
console.log('Ctrl-C ends both.\n');

const app = spawn(process.execPath, [fileURLToPath(new URL('dev.ts', import.meta.url))], {
  env: { JWT_SECRET: randomBytes(32).toString('hex'), ...process.env, MONGODB_URI: uri },
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to the application as well; whoever else stops this stops that through here.
process.on('SIGINT', () => undefined).on('SIGTERM', () => app.kill('SIGTERM'));
await once(app, 'exit');
await server.stop();
