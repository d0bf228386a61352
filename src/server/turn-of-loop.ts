import { performance } from 'node:perf_hooks';

/** The number of the present turn of the event loop. In one turn, each connection may have something to read. */
export const turnOfLoop = (): number => performance.nodeTiming.uvMetricsInfo.loopCount;
