import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AllChildren } from './children.js';

/** The providers that features share for their resources. */
@Module({ imports: [DiscoveryModule], providers: [AllChildren], exports: [AllChildren] })
export class ResourcesModule {}
