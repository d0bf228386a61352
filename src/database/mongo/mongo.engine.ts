import type { Connection, Model, mongo, Schema } from 'mongoose';
import type { Config } from '../../config/config.js';
import { StartError } from '../../config/start-error.js';
import type { Report } from '../data-migration.js';
import type { DatabaseOperation } from '../../observations.js';
import { Engine } from '../engine.js';
import { refuseHalf, refuseMoved } from '../move/refuse.js';
import { timed } from '../timed.js';
import { connect, hostsOf } from './connect.js';
import { DriverPool } from './driver-pool.js';
import { translate } from './mongo.errors.js';
import { readMark } from './moved.js';

/** Operations that may wait for each connection. An operation then takes about this many times longer than without a queue. */
const WAITING_PER_CONNECTION = 5;

/**
 * Connects to the MongoDB of the configuration. @throws StartError when it refuses, or does not answer in time
 * @param options `forMove`: a move may go on where it has stopped
 */
export async function open(config: Config, { forMove = false } = {}): Promise<MongoEngine> {
  const engine = new MongoEngine(await connect(config, config.MONGODB_TIMEOUT), config);
  try {
    const opened = { location: engine.location, mark: await readMark(engine) };
    if (!config.SERVE_MOVED_DATA) refuseMoved(opened, 'unset MONGODB_URI');
    if (!forMove) refuseHalf(opened);
    return engine;
  } catch (error) {
    await engine.close();
    if (error instanceof StartError) throw error;
    throw new StartError(`${engine.location} cannot be read: ${(error as Error).message}`);
  }
}

/** MongoDB through Mongoose: one node, a replica set or a sharded cluster. */
export class MongoEngine extends Engine {
  readonly kind = 'mongodb';
  readonly location: string;
  readonly folder = undefined;
  readonly pool: DriverPool;

  constructor(
    private readonly connection: Connection,
    private readonly config: Config,
  ) {
    super();
    this.location = `mongodb://${hostsOf(config.MONGODB_URI ?? '')}/${connection.name}`;
    this.pool = new DriverPool(connection.getClient(), config.MONGODB_POOL_SIZE);
  }

  override get isCrowded(): boolean {
    return this.pool.waiting > WAITING_PER_CONNECTION * this.config.MONGODB_POOL_SIZE;
  }

  /** The models of all opened adapters. */
  get models(): Model<unknown>[] {
    return Object.values(this.connection.models);
  }

  /** A collection of the driver, without a schema. Mongoose's own would announce every operation, and hold it back at times. */
  collection<T extends mongo.Document>(name: string): mongo.Collection<T> {
    return this.connection.getClient().db(this.connection.name).collection<T>(name);
  }

  /** The model of one collection. */
  model<T>(name: string, schema: Schema<T>): Model<T> {
    return this.connection.model<T>(name, schema);
  }

  /** Runs one operation that only reads. @throws the ports' errors */
  read<T>(operation: () => PromiseLike<T>): Promise<T> {
    return this.timed('read', operation);
  }

  /** Runs one operation that may write. @throws the ports' errors */
  run<T>(operation: () => PromiseLike<T>): Promise<T> {
    return this.timed('write', operation);
  }

  async ping(): Promise<void> {
    await this.timed('ping', async () => this.connection.db?.command({ ping: 1 }));
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  async migrate(report: Report): Promise<void> {
    await this.makeIndexes();
    await this.migrateRows(report, this.config.MONGODB_CONNECT_TIMEOUT);
  }

  private timed<T>(kind: DatabaseOperation['kind'], operation: () => PromiseLike<T>): Promise<T> {
    return timed(this, kind, async () => {
      try {
        return await operation();
      } catch (error) {
        throw translate(error);
      }
    });
  }

  /**
   * Makes the indexes. It may be repeated, and several replicas may do it at once: MongoDB skips an index that exists and
   * shares a build that is running. The build has a connection of its own, since it may take longer than any request.
   * @throws StartError
   */
  private async makeIndexes(): Promise<void> {
    const connection = await connect(this.config, 0);
    try {
      const { setName, msg } = (await connection.db?.command({ hello: 1 })) ?? {};
      // Otherwise one node that is down would hold up the build, and with it the start.
      const options = setName || msg === 'isdbgrid' ? { commitQuorum: 'majority' } : {};
      for (const { collection, schema } of Object.values(this.connection.models)) {
        const indexes = schema.indexes().map(([key, of]) => ({ ...of, key }) as mongo.IndexDescription);
        await connection.collection(collection.name).createIndexes(indexes, options);
      }
    } catch (error) {
      throw new StartError(`The indexes on ${this.location} cannot be made: ${(error as Error).message}`);
    } finally {
      await connection.close();
    }
  }
}
