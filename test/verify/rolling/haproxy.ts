import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { until } from '../../support/until.ts';

/** Milliseconds between two checks of a server; two in a row decide. */
const CHECK_MS = 200;

/** Milliseconds that a check may take. Unless told, haproxy takes those of the interval, and a busy server for one that is down. */
const CHECK_TAKES_MS = 5_000;

/** How long haproxy may take to notice that a server has stopped being ready. */
export const NOTICED_WITHIN_MS = 4 * CHECK_MS;

/** Debian keeps it in folders that only the PATH of root has. */
export const findHaproxy = (): string | undefined => onPath('haproxy', '/usr/sbin', '/usr/local/sbin');

/** Without retries, so that every failure of a server reaches a client. */
const config = (port: number, servers: readonly number[]): string => `
global
  maxconn 1000

defaults
  mode http
  retries 0
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check ${CHECK_TAKES_MS}ms

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
  private readonly url: string;

  constructor(binary: string, port: number, servers: readonly number[]) {
    const file = join(scratchDir('haproxy'), 'haproxy.cfg');
    writeFileSync(file, config(port, servers));
    this.url = `http://127.0.0.1:${port}`;
    // -db keeps it in the foreground, and so in the process that we can end.
    this.program = new Program({ command: [binary, '-db', '-q', '-f', file] });
  }

  /** Waits until it has found every server ready. */
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
  }
}
