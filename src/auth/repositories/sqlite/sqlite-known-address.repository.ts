import { PURGED_AT_ONCE } from '../../../database/sqlite/purge.js';
import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import { type KnownAddress, MOST_ADDRESSES } from '../../known-address.js';
import { KnownAddressRepository } from '../known-address.repository.js';
import { knownAddressMigrations } from './known-address.migrations.js';

/** Brings the table up to date. */
export function open(engine: SqliteEngine): KnownAddressRepository {
  engine.apply(knownAddressMigrations);
  return new SqliteKnownAddressRepository(engine);
}

class SqliteKnownAddressRepository extends KnownAddressRepository {
  private readonly upsert;
  private readonly trim;
  private readonly purge;
  private readonly find;
  private readonly delete;
  private readonly deleteAll;

  constructor(private readonly engine: SqliteEngine) {
    super();
    this.upsert = engine.prepare(`
      INSERT INTO known_addresses (id, user, expires_at) VALUES (:id, :userId, :expires)
      ON CONFLICT (id) DO UPDATE SET user = :userId, expires_at = :expires`);
    this.trim = engine.prepare(`
      DELETE FROM known_addresses WHERE id IN (
        SELECT id FROM known_addresses WHERE user = ? ORDER BY expires_at DESC, id LIMIT -1 OFFSET ${MOST_ADDRESSES})`);
    this.purge = engine.prepare(`
      DELETE FROM known_addresses WHERE id IN (
        SELECT id FROM known_addresses WHERE expires_at <= ? LIMIT ${PURGED_AT_ONCE})`);
    this.find = engine.prepare(`
      SELECT 1 FROM known_addresses WHERE id IN (SELECT value FROM json_each(?)) AND expires_at > ?`);
    this.delete = engine.prepare('DELETE FROM known_addresses WHERE id = ?');
    this.deleteAll = engine.prepare('DELETE FROM known_addresses WHERE user = ?');
  }

  async add({ id, userId, expiresAt }: KnownAddress): Promise<void> {
    await this.engine.write(() => {
      this.purge.run(Date.now());
      this.upsert.run({ id, userId, expires: expiresAt.getTime() });
      return this.trim.run(userId);
    });
  }

  has(ids: string[], now: Date): Promise<boolean> {
    return this.engine.read(() => this.find.get(JSON.stringify(ids), now.getTime()) !== undefined);
  }

  async remove(id: string): Promise<void> {
    await this.engine.write(() => this.delete.run(id));
  }

  async removeAll(userId: string): Promise<void> {
    await this.engine.write(() => this.deleteAll.run(userId));
  }
}
