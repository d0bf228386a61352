import { type Model, trusted, Types } from 'mongoose';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import { type KnownAddress, MOST_ADDRESSES } from '../../known-address.js';
import { KnownAddressRepository } from '../known-address.repository.js';
import { KnownAddressDocument, KnownAddressSchema } from './known-address.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine): KnownAddressRepository {
  const model = engine.model<KnownAddressDocument>(KnownAddressDocument.name, KnownAddressSchema);
  return new MongoKnownAddressRepository(engine, model);
}

class MongoKnownAddressRepository extends KnownAddressRepository {
  constructor(
    private readonly engine: MongoEngine,
    private readonly addresses: Model<KnownAddressDocument>,
  ) {
    super();
  }

  async add({ id, userId, expiresAt }: KnownAddress): Promise<void> {
    const user = new Types.ObjectId(userId);
    const update = { $set: { user, expires_at: expiresAt } };
    await this.engine.run(() => this.addresses.updateOne({ _id: id }, update, { upsert: true }));
    const beyond = this.addresses.find({ user }, { _id: 1 }).sort({ expires_at: -1, _id: 1 }).skip(MOST_ADDRESSES);
    const ids = (await this.engine.read(() => beyond.lean())).map(({ _id }) => _id);
    if (ids.length > 0) await this.engine.run(() => this.addresses.deleteMany({ _id: trusted({ $in: ids }) }));
  }

  async has(ids: string[], now: Date): Promise<boolean> {
    const filter = { _id: trusted({ $in: ids }), expires_at: trusted({ $gt: now }) };
    return (await this.engine.read(() => this.addresses.findOne(filter, { _id: 1 }).lean())) !== null;
  }

  async remove(id: string): Promise<void> {
    await this.engine.run(() => this.addresses.deleteOne({ _id: id }));
  }

  async removeAll(userId: string): Promise<void> {
    await this.engine.run(() => this.addresses.deleteMany({ user: new Types.ObjectId(userId) }));
  }
}
