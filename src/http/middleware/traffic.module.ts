import { Global, Module } from '@nestjs/common';
import { Clients } from '../request/client.js';
import { Traffic } from './traffic.js';

/** Makes what all requests share injectable everywhere. */
@Global()
@Module({ providers: [Traffic, Clients], exports: [Traffic, Clients] })
export class TrafficModule {}
