import { Global, Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Counts } from './counts/counts.js';
import { countsAdapters } from './counts/counts.adapters.js';
import { Limits } from './limits.js';
import { WriteLimit } from './write-limit.js';

/** Makes the limits injectable everywhere. */
@Global()
@Module({ providers: [Limits, WriteLimit, repositoryOf(Counts, countsAdapters)], exports: [Limits, WriteLimit] })
export class LimitsModule {}
