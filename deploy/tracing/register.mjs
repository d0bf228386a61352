// `node --import …/register.mjs dist/main.js` traces the requests of the server with OpenTelemetry. The environment
// variables of OpenTelemetry configure it.
import { isMainThread } from 'node:worker_threads';

// The threads that hash passwords take over `--import`, and have nothing to trace.
if (isMainThread) await import('./start.mjs');
