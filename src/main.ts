import { enableCompileCache, isBuiltin } from 'node:module';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE || !isBuiltin('node:sqlite')) {
  console.error(
    `Node.js ${OLDEST_NODE} or newer with node:sqlite is needed, and this is ${process.version}; npm start brings its own.`,
  );
  process.exit(1);
}

enableCompileCache();
const { start } = await import('./start.js');
await start();
