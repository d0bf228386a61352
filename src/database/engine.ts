import { StartError } from '../config/start-error.js';
import { type DataMigration, type Report, runPatiently } from './data-migration.js';

/** The connections to a server of the database. */
export interface Pool {
  readonly most: number;
  readonly inUse: number;
  /** Operations that wait for one. */
  readonly waiting: number;
}

/** The database of this process, on either engine. */
export abstract class Engine {
  abstract readonly kind: 'sqlite' | 'mongodb';
  /** Where the data is, as an operator would look for it; without credentials. */
  abstract readonly location: string;
  /** The folder that this process alone uses, made before anyone can ask for it; undefined when the data is elsewhere. */
  abstract readonly folder: string | undefined;
  /** Undefined on the embedded engine, which needs no connection. */
  abstract readonly pool: Pool | undefined;
  /** The data migrations of all opened adapters, in the order in which they run. */
  readonly dataMigrations: DataMigration[] = [];
  /** How many operations the engine has answered, be it with an error of its own. Those that it could not serve do not count. */
  answers = 0;

  /** Whether so many operations wait for their turn that a further one would wait too long. On the embedded engine none waits. */
  get isCrowded(): boolean {
    return false;
  }

  /**
   * Brings the tables or indexes of all opened adapters up to date, and then the rows. It may be repeated, and several
   * processes may do it at once.
   * @throws StartError
   */
  abstract migrate(report: Report): Promise<void>;
  /** Resolves when the engine answers. @throws Unavailable */
  abstract ping(): Promise<void>;
  /** Finishes the writes that were begun and releases every resource. */
  abstract close(): Promise<void>;

  /**
   * Runs the data migrations. One that fails for a passing reason begins again, until no part has succeeded for `patienceMs`.
   * @throws StartError
   */
  protected async migrateRows(report: Report, patienceMs = 0): Promise<void> {
    for (const migration of this.dataMigrations) {
      try {
        await runPatiently(migration, report, patienceMs);
      } catch (error) {
        throw new StartError(
          `The data migration ${migration.name} on ${this.location} stopped: ${(error as Error).message}`,
        );
      }
    }
  }
}
