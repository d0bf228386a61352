import type { Counts } from '../counts.js';
import { MemoryCounts } from '../memory-counts.js';

/** The embedded engine serves one process, so its memory holds all counts. A restart forgets them. */
export const open = (): Counts => new MemoryCounts();
