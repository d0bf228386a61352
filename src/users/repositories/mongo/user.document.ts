import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import type { User } from '../../user.js';

/** A user as MongoDB stores it. */
@Schema({ collection: 'users', versionKey: false })
export class UserDocument {
  @Prop({ type: SchemaTypes.ObjectId })
  _id!: Types.ObjectId;

  /** In lower case, as the releases before `email_key` compare it. */
  @Prop({ type: String, required: true, unique: true })
  email!: string;

  /** As typed; absent in a document of such a release. */
  @Prop({ type: String })
  email_typed?: string;

  /** Absent in a document of such a release, until it is migrated. */
  @Prop({ type: String, unique: true, sparse: true })
  email_key?: string;

  @Prop({ type: String })
  first_name?: string;

  @Prop({ type: String })
  last_name?: string;

  /** The index finds the costliest one. */
  @Prop({ type: String, required: true, index: true })
  password_hash!: string;

  /** The password hash of a disabled user; absent while they are enabled. */
  @Prop({ type: String })
  disabled_hash?: string;

  /** Set while a request is changing the password. */
  @Prop({ type: Date })
  changing_until?: Date;

  @Prop({ type: Date, required: true })
  created_at!: Date;

  @Prop({ type: Date, required: true })
  updated_at!: Date;

  /** Set while the user's data is being erased. */
  @Prop({ type: Boolean, index: { partialFilterExpression: { erasing: true } } })
  erasing?: boolean;
}

/** The second index has the users without a key alone, the oldest first. */
export const UserSchema = SchemaFactory.createForClass(UserDocument).index(
  { created_at: 1, _id: 1 },
  { partialFilterExpression: { email_key: null } },
);

export const toUser = (document: UserDocument): User => ({
  id: document._id.toHexString(),
  email: document.email_typed ?? document.email,
  firstName: document.first_name,
  lastName: document.last_name,
  passwordHash: document.password_hash,
  disabledHash: document.disabled_hash,
  changingUntil: document.changing_until,
  createdAt: document.created_at,
  updatedAt: document.updated_at,
});
