import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { until } from '../../support/until.ts';

/** Debian has both of them in one package. */
export const findPrometheus = (): string | undefined => onPath('prometheus');
export const findPromtool = (): string | undefined => onPath('promtool');

export const RULES = ['recording.rules.yml', 'alerts.rules.yml'].map((file) => resolve('deploy/prometheus', file));

/** A series or a scalar of an answer. */
interface Sample {
  metric: Record<string, string>;
  value: [time: number, value: string];
}

interface Result {
  status: string;
  error?: string;
  data: { result: Sample[] };
}

/** A Prometheus that asks servers for their metrics every second, and evaluates our rules as often. */
export class Prometheus {
  private readonly program: Program;
  private readonly url: string;

  constructor(binary: string, port: number, targets: readonly string[]) {
    const dir = scratchDir('prometheus');
    const file = join(dir, 'prometheus.yml');
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: RULES,
      scrape_configs: [{ job_name: 'todo-api', static_configs: [{ targets }] }],
    };
    writeFileSync(file, stringify(config));
    this.url = `http://127.0.0.1:${port}`;
    const listen = `--web.listen-address=127.0.0.1:${port}`;
    this.program = new Program({
      command: [binary, `--config.file=${file}`, `--storage.tsdb.path=${join(dir, 'data')}`, listen],
    });
  }

  /** Waits until it has asked every server at least this often. */
  async scraped(servers: number, times: number): Promise<void> {
    await until('Prometheus has asked all servers', async () => {
      if (!this.program.running) throw new Error(`Prometheus has ended: ${this.program.stderr}`);
      const samples = await this.query(`sum_over_time(up{job="todo-api"}[5m]) >= ${times}`);
      return samples.length === servers;
    });
  }

  /** @throws when it cannot evaluate the query */
  async query(query: string): Promise<Sample[]> {
    const answer = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
    const { status, error, data } = (await answer.json()) as Result;
    if (status !== 'success') throw new Error(`${error}: ${query}`);
    return data.result;
  }

  async stop(): Promise<void> {
    await this.program.end('SIGKILL');
  }
}
