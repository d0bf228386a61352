import { Global, Module } from '@nestjs/common';
import { Clients } from '../request/client.js';
import { SecurityEvents } from '../security/security-events.js';
import { Traffic } from './traffic.js';

/** Makes what all requests share injectable everywhere. */
@Global()
@Module({ providers: [Traffic, Clients, SecurityEvents], exports: [Traffic, Clients, SecurityEvents] })
export class TrafficModule {}
