import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A user as MongoDB keeps it. */
@Schema({ collection: 'users', versionKey: false })
export class UserDocument {
  @Prop({ type: Types.ObjectId })
  _id!: Types.ObjectId;

  @Prop({ type: String, required: true, unique: true })
  email!: string;

  @Prop({ type: String })
  first_name?: string;

  @Prop({ type: String })
  last_name?: string;

  @Prop({ type: String, required: true })
  password_hash!: string;

  @Prop({ type: Date, required: true })
  created_at!: Date;

  @Prop({ type: Date, required: true })
  updated_at!: Date;

  /** Set while the user's data is being erased. */
  @Prop({ type: Boolean, index: { partialFilterExpression: { erasing: true } } })
  erasing?: boolean;
}

export const UserSchema = SchemaFactory.createForClass(UserDocument);
