// A default import, since an older Node would refuse to load a file that imports a name that it lacks.
import module from 'node:module';
import { receiveDebugSignal } from './server/debug-signal.js';
import { receiveStopSignals } from './server/signals.js';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE || !module.isBuiltin('node:sqlite')) {
  console.error(
    `Node.js ${OLDEST_NODE} or newer with node:sqlite is needed, and this is ${process.version}; on Linux, npm start brings its own.`,
  );
  process.exit(1);
}

// Before the first `await`: an orchestrator may send them at any time.
receiveDebugSignal();
receiveStopSignals();
module.enableCompileCache();
const { start } = await import('./server/start.js');
await start();
