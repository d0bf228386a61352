import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { StartError } from './config/start-error.js';
import { Engine } from './database/engine.js';

/** `npm run db:migrate`: brings tables and indexes up to date ahead of a roll-out, and ends. */
try {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  const engine = app.get(Engine);
  await engine.migrate();
  console.log(`${engine.location} is up to date`);
  await app.close();
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
