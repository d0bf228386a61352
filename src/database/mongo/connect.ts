import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, type ConnectOptions, Mongoose } from 'mongoose';
import type { Config } from '../../config/config.js';
import { MONGODB_URI } from '../../config/mongodb-uri.js';
import { StartError } from '../../config/start-error.js';
import { Unavailable } from '../../errors.js';
import { translate } from './mongo.errors.js';

/** A filter never holds an operator that a client sent, and never names a field that does not exist. */
const mongoose = new Mongoose({
  bufferCommands: false,
  autoCreate: false,
  autoIndex: false,
  sanitizeFilter: true,
  strictQuery: 'throw',
});

const DEFAULT_DATABASE = 'todo';
const BETWEEN_TRIES_MS = 250;

/** The hosts of a connection string, without credentials; empty when it can be read in several ways. */
export const hostsOf = (uri: string): string => MONGODB_URI.exec(uri)?.groups?.hosts ?? '';

/** Options of a connection string that we drop, since they would combine with the options below. */
const OVERRULED =
  /^(w|wtimeout|wtimeoutMS|j|journal|fsync|readPreference|readPreferenceTags|maxStalenessSeconds|readConcernLevel)=/i;

function withoutOverruled(uri: string): string {
  const [address, query] = uri.split('?', 2);
  return query === undefined
    ? uri
    : `${address}?${query
        .split('&')
        .filter((option) => !OVERRULED.test(option))
        .join('&')}`;
}

/**
 * Whatever the connection string says, an acknowledged write is on the disks of a majority, and every read sees the latest
 * such write. `poll` and the time-outs detect a frozen server within a bounded time; see docs/adr/0009-mongodb-options.md.
 */
const options = (config: Config, uri: string, answerMs: number): ConnectOptions => ({
  readPreference: 'primary',
  writeConcern: { w: 'majority', journal: true },
  retryReads: true,
  retryWrites: true,
  maxPoolSize: config.MONGODB_POOL_SIZE,
  serverSelectionTimeoutMS: config.MONGODB_TIMEOUT,
  connectTimeoutMS: config.MONGODB_TIMEOUT,
  waitQueueTimeoutMS: config.MONGODB_TIMEOUT,
  socketTimeoutMS: answerMs,
  heartbeatFrequencyMS: 1_000,
  serverMonitoringMode: 'poll',
  ...(/^[^/]*\/\/[^/]*\/[^?]/.test(uri) ? {} : { dbName: DEFAULT_DATABASE }),
});

/** Codes by which Node refuses the certificate of a server. */
const UNTRUSTED = /^(CERT_|DEPTH_ZERO_SELF_SIGNED|ERR_TLS_CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/;

interface SelectionError {
  reason?: { servers?: Map<string, { error: Error | null }> };
}

/** The sentence of Node about a certificate that it does not trust, if that is why there is no server. */
function untrustedCertificate(error: unknown): string | undefined {
  const servers = [...((error as SelectionError).reason?.servers?.values() ?? [])];
  const causes = servers.map((server) => server.error?.cause as NodeJS.ErrnoException | undefined);
  return causes.find((cause) => UNTRUSTED.test(cause?.code ?? ''))?.message;
}

/**
 * Connects, and tries again for as long as `MONGODB_CONNECT_TIMEOUT` allows.
 * @param answerMs how long one answer may take; 0: without limit
 * @throws StartError that names the hosts, but no credentials
 */
export async function connect(config: Config, answerMs: number): Promise<Connection> {
  const uri = config.MONGODB_URI ?? '';
  const deadline = Date.now() + config.MONGODB_CONNECT_TIMEOUT;
  for (;;) {
    const connection = mongoose.createConnection();
    try {
      return await connection.openUri(withoutOverruled(uri), options(config, uri, answerMs));
    } catch (error) {
      await connection.close(true).catch(() => undefined);
      if (!(translate(error) instanceof Unavailable)) {
        throw new StartError(`MongoDB at ${hostsOf(uri)} refuses: ${(error as Error).message}`);
      }
      const untrusted = untrustedCertificate(error);
      if (untrusted !== undefined) throw new StartError(`MongoDB at ${hostsOf(uri)} is not trusted: ${untrusted}`);
      if (Date.now() + BETWEEN_TRIES_MS >= deadline) throw new StartError(`MongoDB at ${hostsOf(uri)} does not answer`);
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}
