// All of it by one name: an older Node would refuse to load a file that imports what it does not have.
import module from 'node:module';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE || !module.isBuiltin('node:sqlite')) {
  console.error(
    `Node.js ${OLDEST_NODE} or newer with node:sqlite is needed, and this is ${process.version}; npm start brings its own.`,
  );
  process.exit(1);
}

module.enableCompileCache();
const { start } = await import('./server/start.js');
await start();
