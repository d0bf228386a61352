import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';

/** The facts that a start announces. */
export interface Started {
  api: string;
  /** Where the documentation is; undefined when it is switched off. */
  docs?: string;
  /** Where the metrics are; undefined when they are switched off. */
  metrics?: string;
  /** The file of the embedded database, or the address of MongoDB, without credentials. */
  data: string;
}

/** The version in package.json, which is beside src/ and also beside dist/. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Announces that the server listens: in a few lines on a terminal, otherwise in one line of JSON. */
export function announce(log: Logger, { api, docs, metrics, data }: Started): void {
  if (!process.stdout.isTTY) {
    log.info({ version: version(), api, docs, metrics, data }, 'listening');
    return;
  }
  if (!log.isLevelEnabled('info')) return;
  const rows = Object.entries({ API: api, Docs: docs, Metrics: metrics, Data: data }).filter(
    ([, value]) => value !== undefined,
  );
  const lines = [`Todo API ${version()}`, ...rows.map(([name, value]) => `  ${name.padEnd(6)}${value}`)];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
