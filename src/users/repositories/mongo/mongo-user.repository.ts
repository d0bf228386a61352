import { type Model, trusted, Types, type UpdateWithAggregationPipeline } from 'mongoose';
import type { Filter } from '../../../database/mongo/filters.js';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import { Duplicate } from '../../../errors.js';
import { emailKey, plainEmail } from '../../email.js';
import type { KnownPassword, User, UserChanges } from '../../user.js';
import { type ChangingMark, UserRepository } from '../user.repository.js';
import { emailKeys } from './email-keys.js';
import { toUser, UserDocument, UserSchema } from './user.document.js';

/** Names the indexes and the data migration, and opens the adapter of the port on MongoDB. */
export function open(engine: MongoEngine): UserRepository {
  const users = engine.model<UserDocument>(UserDocument.name, UserSchema);
  engine.dataMigrations.push(emailKeys(engine, users));
  return new MongoUserRepository(engine, users);
}

/** `%` is the character after `$`. A hash begins with its version and its cost, so those of one version sort by cost. */
const VERSION_2B = trusted({ $gte: '$2b$', $lt: '$2b%' });

class MongoUserRepository extends UserRepository {
  constructor(
    private readonly engine: MongoEngine,
    private readonly users: Model<UserDocument>,
  ) {
    super();
  }

  async add(user: User): Promise<void> {
    const email_key = emailKey(user.email);
    const document = {
      _id: new Types.ObjectId(user.id),
      email: plainEmail(user.email),
      email_typed: user.email,
      email_key,
      first_name: user.firstName,
      last_name: user.lastName,
      password_hash: user.passwordHash,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
    };
    if (await this.isKeyOfOneWithout(email_key)) throw new Duplicate('a user without a key has this email');
    await this.engine.run(() => this.users.insertOne(document));
  }

  async find(id: string): Promise<User | undefined> {
    const document = await this.engine.read(() => this.users.findOne({ _id: new Types.ObjectId(id) }).lean());
    return document ? toUser(document) : undefined;
  }

  async findByEmail(email: string): Promise<User | undefined> {
    const [plain, email_key] = [plainEmail(email), emailKey(email)];
    const spellings = [{ email: plain }, ...(email_key === undefined ? [] : [{ email_key }])];
    const found = await this.engine.read(() => this.users.find({ $or: spellings }).limit(2).lean());
    const document = found.find((each) => each.email === plain) ?? found[0];
    return document && toUser(document);
  }

  async page(limit: number, after = ''): Promise<User[]> {
    const page = this.users.find({ email: trusted({ $gt: plainEmail(after) }) });
    return (await this.engine.read(() => page.sort({ email: 1 }).limit(limit).lean())).map(toUser);
  }

  async costliestHash(): Promise<string | undefined> {
    const costliest = this.users.findOne({ password_hash: VERSION_2B }, { password_hash: 1 });
    return (await this.engine.read(() => costliest.sort({ password_hash: -1 }).lean()))?.password_hash;
  }

  async change(id: string, changes: UserChanges, now: Date, known?: KnownPassword): Promise<User | undefined> {
    const { firstName: first_name, lastName: last_name, passwordHash: password_hash } = changes;
    const { disabledHash: disabled_hash } = changes;
    const changing_until = (password_hash ?? disabled_hash) === undefined ? undefined : null;
    const fields = { first_name, last_name, password_hash, disabled_hash, changing_until };
    const sent = Object.entries(fields).filter(([, value]) => value !== undefined);
    const $set = { ...Object.fromEntries(sent.filter(([, value]) => value !== null)), updated_at: now };
    const $unset = Object.fromEntries(sent.filter(([, value]) => value === null).map(([field]) => [field, 1]));
    const filter = {
      _id: new Types.ObjectId(id),
      ...(known && { password_hash: known.passwordHash }),
      ...(known?.changingUntil !== undefined && { changing_until: known.changingUntil }),
    };
    const edited = () => this.users.findOneAndUpdate(filter, { $set, $unset }, { returnDocument: 'after' }).lean();
    const document = await this.engine.run(edited);
    return document ? toUser(document) : undefined;
  }

  async markChanging(id: string, { passwordHash, now, until }: ChangingMark): Promise<boolean> {
    const unmarked = [{ changing_until: null }, { changing_until: trusted({ $lte: now }) }];
    const filter = { _id: new Types.ObjectId(id), password_hash: passwordHash, $or: unmarked };
    const update = { $set: { changing_until: until } };
    return (await this.engine.run(() => this.users.updateOne(filter, update))).matchedCount === 1;
  }

  async unmarkChanging(id: string, until: Date): Promise<void> {
    const filter = { _id: new Types.ObjectId(id), changing_until: until };
    await this.engine.run(() => this.users.updateOne(filter, { $unset: { changing_until: 1 } }));
  }

  /** The old hash can only be copied in one step by a pipeline, which reads a text with a dollar sign as a field. */
  disable(id: string, noPassword: string, now: Date): Promise<User | undefined> {
    const hashes = { disabled_hash: '$password_hash', password_hash: { $literal: noPassword } };
    return this.updateOrFind(id, { disabled_hash: null }, [
      { $set: { ...hashes, updated_at: now } },
      { $unset: 'changing_until' },
    ]);
  }

  enable(id: string, now: Date): Promise<User | undefined> {
    return this.updateOrFind(id, { disabled_hash: trusted({ $ne: null }) }, [
      { $set: { password_hash: '$disabled_hash', updated_at: now } },
      { $unset: ['disabled_hash', 'changing_until'] },
    ]);
  }

  async markErasing(id: string): Promise<void> {
    await this.engine.run(() => this.users.updateOne({ _id: new Types.ObjectId(id) }, { $set: { erasing: true } }));
  }

  async findErasing(): Promise<string[]> {
    const documents = await this.engine.read(() => this.users.find({ erasing: true }, { _id: 1 }).lean());
    return documents.map(({ _id }) => _id.toHexString());
  }

  async remove(id: string): Promise<void> {
    await this.engine.run(() => this.users.deleteOne({ _id: new Types.ObjectId(id) }));
  }

  /** Whether this is the key of a user who has none: an older release added them, or another user had it first. */
  private async isKeyOfOneWithout(key: string | undefined): Promise<boolean> {
    if (key === undefined) return false;
    const others = await this.engine.read(() => this.users.find({ email_key: null }, { email: 1 }).lean());
    return others.some(({ email }) => emailKey(email) === key);
  }

  /** Runs an update of one user. @returns the user afterwards, also when the update leaves them as they are */
  private async updateOrFind(
    id: string,
    only: Filter,
    update: UpdateWithAggregationPipeline,
  ): Promise<User | undefined> {
    const filter = { ...only, _id: new Types.ObjectId(id) };
    const options = { returnDocument: 'after', updatePipeline: true } as const;
    const document = await this.engine.run(() => this.users.findOneAndUpdate(filter, update, options).lean());
    return document ? toUser(document) : this.find(id);
  }
}
