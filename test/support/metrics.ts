import type { Server } from './server.ts';

/** A line of the text format of Prometheus without its value: the name of the series and its labels. */
const SAMPLE = /^([a-z_]+(?:\{.*\})?) (\S+)$/;

/** Where a server says that its metrics are. @throws when it has none */
export function metricsUrl({ program }: Server): string {
  const url = /"metrics":"([^"]+)"/.exec(program.stdout)?.[1];
  if (url === undefined) throw new Error('this server has no metrics: set METRICS_PORT');
  return url;
}

/** Asks a server for its metrics. @returns the value of each series, by its name and labels as they are written */
export async function scrape(server: Server): Promise<Map<string, number>> {
  const response = await fetch(metricsUrl(server));
  if (!response.ok) throw new Error(`the metrics were answered with ${response.status}`);
  const samples = (await response.text()).split('\n').map((line) => SAMPLE.exec(line));
  return new Map(samples.flatMap((sample) => (sample ? [[sample[1] ?? '', Number(sample[2])] as const] : [])));
}
