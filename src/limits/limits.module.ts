import { Global, Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Counts } from './counts/counts.js';
import { countsAdapters } from './counts/counts.adapters.js';
import { Limits } from './limits.js';

/** Makes the limits injectable everywhere. */
@Global()
@Module({ providers: [Limits, repositoryOf(Counts, countsAdapters)], exports: [Limits] })
export class LimitsModule {}
