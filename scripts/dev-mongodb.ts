// `npm run dev:mongodb` is `npm run dev` on a throw-away MongoDB, which ends with it.
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
console.log(`MongoDB  ${uri}  (one node from ${mongod.from}; its data is not kept)`);
console.log(`API      http://localhost:${PORT}/${API_PREFIX}`);
console.log('Ctrl-C ends both.\n');

const app = spawn(process.execPath, [fileURLToPath(new URL('dev.ts', import.meta.url))], {
  env: { JWT_SECRET: randomBytes(32).toString('hex'), ...process.env, MONGODB_URI: uri },
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to the application as well. SIGTERM comes to this process alone, and is passed on.
process.on('SIGINT', () => undefined).on('SIGTERM', () => app.kill('SIGTERM'));
await once(app, 'exit');
await server.stop();
