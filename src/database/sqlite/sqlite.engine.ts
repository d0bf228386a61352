import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Config } from '../../config/config.js';
import { StartError } from '../../config/start-error.js';
import type { Report } from '../data-migration.js';
import { Engine } from '../engine.js';
import { refuseHalf, refuseMoved } from '../move/refuse.js';
import { timed, timedNow } from '../timed.js';
import { closeDataDir } from './close-data-dir.js';
import { lockDataDir, makeDataDir, makeFile } from './data-dir.js';
import { FreeSpace } from './free-space.js';
import { GroupCommit } from './group-commit.js';
import { readMark } from './moved.js';
import { migrate, type Migration } from './migrate.js';
import { translated } from './sqlite.errors.js';

/**
 * Opens the embedded database in `DATA_DIR`. @throws StartError when the folder or the file cannot be used
 * @param options `forMove`: a move may go on where it has stopped
 */
export function open(config: Config, { forMove = false } = {}): SqliteEngine {
  const dir = config.dataDir;
  makeDataDir(dir);
  closeDataDir(dir);
  const lock = lockDataDir(dir);
  const path = join(dir, 'todo.db');
  try {
    const opened = { location: `DATA_DIR ${dir}`, mark: readMark(dir) };
    if (!config.SERVE_MOVED_DATA) refuseMoved(opened, 'set MONGODB_URI');
    if (!forMove) refuseHalf(opened);
    makeFile(path);
    return new SqliteEngine(path, lock, config.DISK_RESERVE);
  } catch (error) {
    lock.close();
    if (error instanceof StartError) throw error;
    throw new StartError(`The database ${path} cannot be used: ${(error as Error).message}`);
  }
}

/** SQLite by Node's own module. Its file keeps every acknowledged write, even after kill -9 or a power cut. */
export class SqliteEngine extends Engine {
  readonly kind = 'sqlite';
  readonly folder: string;
  readonly pool = undefined;
  private readonly db: DatabaseSync;
  private readonly group: GroupCommit;
  private readonly space: FreeSpace;
  private readonly statements = new Map<string, StatementSync>();
  private readonly byKey = new Map<string, StatementSync>();

  constructor(
    readonly location: string,
    private readonly lock: DatabaseSync,
    reserve = 0,
  ) {
    super();
    this.folder = dirname(location);
    this.db = new DatabaseSync(location, { timeout: 0, enableForeignKeyConstraints: true });
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.group = new GroupCommit(this.db);
    this.space = new FreeSpace(this.folder, reserve, () => this.freeBytes());
  }

  /** Applies those migrations of one feature that the file does not have yet. @throws StartError */
  apply(migrations: readonly Migration[]): void {
    try {
      migrate(this.db, migrations);
    } catch (error) {
      throw new StartError(`The database ${this.location} cannot be migrated: ${(error as Error).message}`);
    }
  }

  /** Migrates rows only, since each adapter migrates its tables when it is opened. */
  migrate(report: Report): Promise<void> {
    return this.migrateRows(report);
  }

  /** Runs statements outside any group; for the start only. */
  exec(sql: string): void {
    this.db.exec(sql);
  }

  /** The prepared statement for a text; each text is prepared once. */
  prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }

  /**
   * The prepared statement of a key, which gives each row as an array: an object costs more. The text is made, and prepared,
   * once for each key. No other code may prepare the same text.
   */
  statement(key: string, sql: () => string): StatementSync {
    let statement = this.byKey.get(key);
    if (!statement) {
      statement = this.prepare(sql());
      statement.setReturnArrays(true);
      this.byKey.set(key, statement);
    }
    return statement;
  }

  /** Call this before rows are added or become longer. @throws LowSpace */
  demandSpace(): void {
    this.space.demand();
  }

  /** Runs a read, which has been done when this returns. @throws the ports' errors, by the promise */
  read<T>(work: () => T, kind: 'read' | 'ping' = 'read'): Promise<T> {
    return timedNow(this, kind, () => translated(work));
  }

  /** Runs one writing statement and resolves when the change is on disk. @throws the ports' errors */
  write<T>(work: () => T): Promise<T> {
    return timed(this, 'write', () => this.group.write(work));
  }

  /** Does the same for several statements that belong together: if one fails, all are undone. */
  writeAll<T>(work: () => T): Promise<T> {
    return this.write(() => {
      this.db.exec('SAVEPOINT one');
      try {
        const result = work();
        this.db.exec('RELEASE one');
        return result;
      } catch (error) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK TO one; RELEASE one');
        throw error;
      }
    });
  }

  ping(): Promise<void> {
    return this.read(() => void this.prepare('SELECT count(*) FROM migrations').get(), 'ping');
  }

  async close(): Promise<void> {
    this.group.flush();
    this.db.close();
    this.lock.close();
  }

  /** The bytes of the file that deleted rows have left, and that new rows will use. */
  private freeBytes(): number {
    const pragma = (name: string) => Number(Object.values(this.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    return pragma('freelist_count') * pragma('page_size');
  }
}
