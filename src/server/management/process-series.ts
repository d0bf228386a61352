import { readdirSync } from 'node:fs';
import { constants, performance, PerformanceObserver } from 'node:perf_hooks';
import { cpuUsage, memoryUsage } from 'node:process';
import { getHeapStatistics } from 'node:v8';
import { Histogram, type Registry } from 'prom-client';
import { mostDescriptors } from '../descriptors.js';
import { addCounters, addGauges } from './read-series.js';

/** How often the delay of the event loop is measured. */
const TICK_MS = 20;
const DELAYS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PAUSES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

const KINDS: [number, string][] = [
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
];

/**
 * Adds the series about the process and about Node, under the names that are usual for them. Those that prom-client has count
 * one of several collections that are reported together, and forget the delays of the event loop after each scrape, so that
 * two Prometheus servers would disturb each other.
 */
export function addProcessSeries(registry: Registry): void {
  addGauges(registry, [...GAUGES, ...descriptors()]);
  addCounters(registry, COUNTERS);
  observeDelay(registry);
  observeCollections(registry);
}

const GAUGES = [
  {
    name: 'process_start_time_seconds',
    help: 'When the process was started, in seconds since 1970.',
    value: () => performance.timeOrigin / 1_000,
  },
  { name: 'process_resident_memory_bytes', help: 'Resident memory.', value: () => memoryUsage.rss() },
  {
    name: 'nodejs_heap_size_used_bytes',
    help: 'The part of the heap that is in use.',
    value: () => getHeapStatistics().used_heap_size,
  },
  { name: 'nodejs_heap_size_total_bytes', help: 'The heap.', value: () => getHeapStatistics().total_heap_size },
  {
    name: 'nodejs_heap_size_limit_bytes',
    help: 'The size that the heap may have.',
    value: () => getHeapStatistics().heap_size_limit,
  },
];

const COUNTERS = [
  {
    name: 'process_cpu_seconds_total',
    help: 'Processor time of all threads.',
    value: () => {
      const { user, system } = cpuUsage();
      return (user + system) / 1e6;
    },
  },
  {
    name: 'nodejs_eventloop_active_seconds_total',
    help: 'Time in which the event loop had something to do.',
    value: () => performance.eventLoopUtilization().active / 1_000,
  },
];

/** The file descriptors, where the system tells them. */
function descriptors() {
  const most = mostDescriptors();
  if (most === undefined) return [];
  return [
    { name: 'process_max_fds', help: 'The descriptors that the process may have.', value: () => most },
    {
      name: 'process_open_fds',
      help: 'The descriptors that the process has.',
      value: () => readdirSync('/proc/self/fd').length,
    },
  ];
}

/** Measures how much too late the event loop calls a timer. */
function observeDelay(registry: Registry): void {
  const delay = new Histogram({
    name: 'nodejs_eventloop_delay_seconds',
    help: `How much too late a timer was called, measured every ${TICK_MS} ms.`,
    buckets: DELAYS,
    registers: [registry],
  });
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    delay.observe(Math.max(0, now - last - TICK_MS) / 1_000);
    last = now;
  }, TICK_MS).unref();
}

/** An entry as Node makes it for a collection. */
type Collection = PerformanceEntry & { detail: { kind: number } };

function observeCollections(registry: Registry): void {
  const pauses = new Histogram({
    name: 'nodejs_gc_duration_seconds',
    help: 'Collections of garbage, by their kind.',
    labelNames: ['kind'],
    buckets: PAUSES,
    registers: [registry],
  });
  for (const [, kind] of KINDS) pauses.zero({ kind });
  const kinds = new Map(KINDS);
  new PerformanceObserver((list) => {
    for (const { detail, duration } of list.getEntries() as Collection[])
      pauses.observe({ kind: kinds.get(detail.kind) ?? 'other' }, duration / 1_000);
  }).observe({ entryTypes: ['gc'] });
}
