import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { Traffic } from '../http/middleware/traffic.js';
import { Config } from '../config/config.js';
import { stopped } from '../observations.js';

const TICK_MS = 20;

/**
 * Stops the server gracefully. Readiness fails at once; for `SHUTDOWN_DELAY`, new requests are still accepted; then the
 * requests in flight have `SHUTDOWN_TIMEOUT` to end, and the connections that are left are closed.
 */
export async function shutDown(app: INestApplication, log: Logger): Promise<void> {
  const { SHUTDOWN_DELAY, SHUTDOWN_TIMEOUT } = app.get(Config);
  const traffic = app.get(Traffic);
  const server = app.getHttpServer() as Server;
  traffic.stopping = true;
  await sleep(SHUTDOWN_DELAY);
  server.close();
  const deadline = performance.now() + SHUTDOWN_TIMEOUT;
  while (traffic.inFlight > 0 && performance.now() < deadline) {
    server.closeIdleConnections();
    await sleep(TICK_MS);
  }
  log.info({ cut: traffic.inFlight }, 'stopped');
  server.closeAllConnections();
  await app.close();
  const unfinished: Promise<unknown>[] = [];
  stopped.tell({ unfinished });
  await Promise.allSettled(unfinished);
}
