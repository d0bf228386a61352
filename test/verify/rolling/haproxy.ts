import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Program } from '../../support/process.ts';
import { until } from '../../support/until.ts';

/** Between two looks at a server; two in a row decide. */
const CHECK_MS = 200;

/** How long haproxy may take to notice that a server has stopped being ready. */
export const NOTICED_WITHIN_MS = 4 * CHECK_MS;

/** Debian keeps it where only root's PATH looks. */
export function findHaproxy(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders
    .map((folder) => join(folder, 'haproxy'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** No second try anywhere: what the servers do wrong must reach the client. */
const config = (port: number, servers: readonly number[]): string => `
global
  maxconn 1000

defaults
  mode http
  retries 0
  timeout connect 2s
  timeout client 60s
  timeout server 60s

frontend api
  bind 127.0.0.1:${port}
  monitor-uri /all-up
  monitor fail if { nbsrv(todo) lt ${servers.length} }
  default_backend todo

backend todo
  balance roundrobin
  option httpchk GET /health/ready
  http-check expect status 200
  default-server check inter ${CHECK_MS}ms fastinter ${CHECK_MS}ms downinter ${CHECK_MS}ms fall 2 rise 2
${servers.map((server) => `  server s${server} 127.0.0.1:${server}`).join('\n')}
`;

/** The balancer in front of the servers. */
export class Haproxy {
  private readonly program: Program;
  private readonly dir = mkdtempSync(join(tmpdir(), 'todo-haproxy-'));
  private readonly url: string;

  constructor(binary: string, port: number, servers: readonly number[]) {
    const file = join(this.dir, 'haproxy.cfg');
    writeFileSync(file, config(port, servers));
    this.url = `http://127.0.0.1:${port}`;
    // -db keeps it in the foreground, and so in the process that we can end.
    this.program = new Program({ command: [binary, '-db', '-q', '-f', file], cwd: this.dir });
  }

  /** Waits until it takes every server for ready. */
  allUp(): Promise<true> {
    return until('haproxy takes all servers for ready', async () => {
      if (!this.program.running) throw new Error(`haproxy has ended: ${this.program.stderr}`);
      const answer = await fetch(`${this.url}/all-up`);
      await answer.arrayBuffer();
      return answer.ok;
    });
  }

  async stop(): Promise<void> {
    await this.program.end('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }
}
