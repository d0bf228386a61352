import { Global, Module } from '@nestjs/common';
import { Traffic } from './traffic.js';

/** Makes the one `Traffic` of the process injectable everywhere. */
@Global()
@Module({ providers: [Traffic], exports: [Traffic] })
export class TrafficModule {}
