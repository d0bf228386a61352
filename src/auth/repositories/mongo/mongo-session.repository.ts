import { type Model, trusted, Types } from 'mongoose';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import type { Session } from '../../session.js';
import { SessionRepository } from '../session.repository.js';
import { SessionDocument, SessionSchema } from './session.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine): SessionRepository {
  return new MongoSessionRepository(engine, engine.model<SessionDocument>(SessionDocument.name, SessionSchema));
}

class MongoSessionRepository extends SessionRepository {
  constructor(
    private readonly engine: MongoEngine,
    private readonly sessions: Model<SessionDocument>,
  ) {
    super();
  }

  async add({ id, userId, expiresAt }: Session): Promise<void> {
    const document = { _id: id, user: new Types.ObjectId(userId), expires_at: expiresAt };
    await this.engine.run(() => this.sessions.insertOne(document));
  }

  async has(id: string, userId: string): Promise<boolean> {
    const filter = { _id: id, user: new Types.ObjectId(userId) };
    return (await this.engine.read(() => this.sessions.findOne(filter, { _id: 1 }).lean())) !== null;
  }

  async remove(id: string): Promise<void> {
    await this.engine.run(() => this.sessions.deleteOne({ _id: id }));
  }

  async removeAll(userId: string, except = ''): Promise<void> {
    const others = { user: new Types.ObjectId(userId), _id: trusted({ $ne: except }) };
    await this.engine.run(() => this.sessions.deleteMany(others));
  }
}
