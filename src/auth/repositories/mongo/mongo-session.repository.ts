import { type Model, type mongo, trusted, Types } from 'mongoose';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import type { Session } from '../../session.js';
import { SessionRepository } from '../session.repository.js';
import { SessionDocument, SessionSchema } from './session.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine): SessionRepository {
  return new MongoSessionRepository(engine, engine.model<SessionDocument>(SessionDocument.name, SessionSchema));
}

const HAS = { projection: { _id: 1 } };

const toSession = ({ _id, user, expires_at }: SessionDocument): Session => ({
  id: _id,
  userId: user.toHexString(),
  expiresAt: expires_at,
});

class MongoSessionRepository extends SessionRepository {
  private readonly stored: mongo.Collection<SessionDocument>;

  constructor(
    private readonly engine: MongoEngine,
    private readonly sessions: Model<SessionDocument>,
  ) {
    super();
    this.stored = engine.collection(sessions.collection.name);
  }

  async add({ id, userId, expiresAt }: Session): Promise<void> {
    const document = { _id: id, user: new Types.ObjectId(userId), expires_at: expiresAt };
    await this.engine.run(() => this.sessions.insertOne(document));
  }

  async has(id: string, userId: string): Promise<boolean> {
    const filter = { _id: id, user: new Types.ObjectId(userId) };
    // Each request asks this, so it goes to the collection: Mongoose would only cast what is right already.
    return (await this.engine.read(() => this.stored.findOne(filter, HAS))) !== null;
  }

  async find(id: string): Promise<Session | undefined> {
    const document = await this.engine.read(() => this.sessions.findOne({ _id: id }).lean());
    return document ? toSession(document) : undefined;
  }

  async list(userId: string, now: Date, limit: number): Promise<Session[]> {
    const lasting = { user: new Types.ObjectId(userId), expires_at: trusted({ $gt: now }) };
    const sorted = this.sessions.find(lasting).sort({ expires_at: -1, _id: 1 }).limit(limit);
    return (await this.engine.read(() => sorted.lean())).map(toSession);
  }

  async remove(id: string): Promise<void> {
    await this.engine.run(() => this.sessions.deleteOne({ _id: id }));
  }

  async removeAll(userId: string, except = ''): Promise<void> {
    const others = { user: new Types.ObjectId(userId), _id: trusted({ $ne: except }) };
    await this.engine.run(() => this.sessions.deleteMany(others));
  }
}
