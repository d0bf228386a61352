import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';

/** What a start tells of itself. */
export interface Started {
  api: string;
  /** Where the documentation is, unless it is switched off. */
  docs?: string;
  /** The file of the embedded database, or the address of MongoDB, without credentials. */
  data: string;
}

/** That of package.json, which stands beside src/ as well as beside dist/. */
function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Tells that the server listens: in a few lines on a terminal, in one line of JSON otherwise. */
export function announce(log: Logger, { api, docs, data }: Started): void {
  if (!process.stdout.isTTY) {
    log.info({ version: version(), api, docs, data }, 'listening');
    return;
  }
  if (!log.isLevelEnabled('info')) return;
  const rows = Object.entries({ API: api, Docs: docs, Data: data }).filter(([, value]) => value !== undefined);
  const lines = [`Todo API ${version()}`, ...rows.map(([name, value]) => `  ${name.padEnd(6)}${value}`)];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
