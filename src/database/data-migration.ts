import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../errors.js';

const BETWEEN_TRIES_MS = 250;

/** The outcome of one part of a data migration. */
export interface Part {
  /** How many rows it changed. */
  changed: number;
  /** The ids of the rows that it had to leave as they are. */
  left: readonly string[];
}

/** A change of the rows that earlier releases wrote. */
export interface DataMigration {
  /** `<feature>/<what>`. */
  name: string;
  /**
   * Changes the rows that still need it, part by part. No part depends on another, so a killed run loses at most one part,
   * and the next run does the rest. Each start runs it: the release before may write such rows until it is gone.
   * @throws Unavailable when the engine cannot serve right now
   */
  run(): AsyncIterable<Part>;
}

/** Receives what the data migrations do. It may be logged: it has ids, and no other data of users. */
export type Report = (name: string, part: Part) => void;

/**
 * Runs a data migration to its end. If the engine cannot serve right now, the run begins again.
 * @throws Unavailable when no part has succeeded for `patienceMs`
 */
export async function runPatiently(migration: DataMigration, report: Report, patienceMs: number): Promise<void> {
  for (let deadline = Date.now() + patienceMs; ;) {
    try {
      for await (const part of migration.run()) {
        report(migration.name, part);
        deadline = Date.now() + patienceMs;
      }
      return;
    } catch (error) {
      if (!(error instanceof Unavailable) || Date.now() >= deadline) throw error;
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}
