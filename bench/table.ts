/** What was measured of one kind of request. */
export interface Measured {
  name: string;
  /** CPU microseconds per request, one for each round. */
  samples: number[];
}

const median = (samples: number[]): number => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? Number.NaN;

/** Prints the least and the median of each, and how many times the first one's they are. */
export function printTable(measured: readonly Measured[]): void {
  const width = Math.max(...measured.map(({ name }) => name.length));
  const line = (name: string, ...cells: string[]) =>
    console.log(name.padEnd(width), ...cells.map((cell) => cell.padStart(9)));
  const [yardstick] = measured.map(({ samples }) => ({ min: Math.min(...samples), median: median(samples) }));
  if (!yardstick) return;
  line('CPU µs per request', 'min', 'median', 'min ×', 'median ×');
  for (const { name, samples } of measured) {
    const [min, mid] = [Math.min(...samples), median(samples)];
    line(name, ...[min, mid, min / yardstick.min, mid / yardstick.median].map((value) => value.toFixed(1)));
  }
}
