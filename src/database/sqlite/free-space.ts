import { statfsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { LowSpace } from '../../errors.js';

/** How long a look at the disk counts. The reserve must last for what is written meanwhile. */
const LOOK_MS = 100;

/**
 * Keeps some bytes of the disk free, so that what users need to leave, and the database itself, can still be written. It logs
 * when the reserve is reached, and when there is more again.
 */
export class FreeSpace {
  private readonly logger = new Logger('Database');
  private lookedAt = -Infinity;
  private isLow = false;

  constructor(
    private readonly folder: string,
    private readonly reserve: number,
    /** The free bytes inside the file of the database. */
    private readonly inFile: () => number,
  ) {}

  /** Call this before data grows. @throws LowSpace */
  demand(): void {
    const now = performance.now();
    if (now - this.lookedAt >= LOOK_MS) {
      this.lookedAt = now;
      this.look();
    }
    if (this.isLow) throw new LowSpace('The disk is almost full');
  }

  private look(): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const free = bavail * bsize;
    // Without a margin, each row at the border would turn the refusal on and off.
    const enough = this.isLow ? (this.reserve * 9) / 8 : this.reserve;
    // New rows use the room of deleted ones first, but the write-ahead log needs some of the disk even then.
    const isLow = free < this.reserve / 4 || free + this.inFile() < enough;
    if (isLow === this.isLow) return;
    this.isLow = isLow;
    if (isLow) this.logger.warn({ free, reserve: this.reserve }, 'the disk is almost full: new data is refused');
    else this.logger.log({ free, reserve: this.reserve }, 'the disk has room again: new data is taken');
  }
}
