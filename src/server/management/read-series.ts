import { Counter, Gauge, type Registry } from 'prom-client';

/** The name of a series, what it holds, and its present value. */
export interface ReadSeries {
  name: string;
  help: string;
  value: () => number;
}

/** Adds series whose values go up and down, and are read when Prometheus asks. */
export function addGauges(registry: Registry, all: readonly ReadSeries[]): void {
  for (const { name, help, value } of all) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
}

/** Does the same with values that only grow. */
export function addCounters(registry: Registry, all: readonly ReadSeries[]): void {
  for (const { name, help, value } of all) {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }
}
