import { Histogram, type Registry } from 'prom-client';

/** The name of a histogram, what it holds, its labels and the upper bounds of its buckets in seconds. */
export interface DurationsOptions<Label extends string> {
  name: string;
  help: string;
  labelNames: readonly Label[];
  buckets: number[];
}

/** A histogram of durations. The child of each combination of labels is looked up once, and then kept. */
export class Durations<Label extends string> {
  private readonly histogram: Histogram<Label>;
  private readonly children = new Map<string, Histogram.Internal<Label>>();

  constructor(registry: Registry, options: DurationsOptions<Label>) {
    this.histogram = new Histogram({ ...options, registers: [registry] });
  }

  /** Begins with no observation. A rate can be told from the first one on. */
  zero(labels: Record<Label, string>): void {
    this.histogram.zero(labels);
  }

  observe(ms: number, labels: Record<Label, string>): void {
    const key = Object.values(labels).join(' ');
    let child = this.children.get(key);
    if (!child) this.children.set(key, (child = this.histogram.labels(labels)));
    child.observe(ms / 1_000);
  }
}
