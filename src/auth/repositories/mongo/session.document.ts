import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';

/** A session as MongoDB keeps it; the TTL index removes it once it has expired. */
@Schema({ collection: 'sessions', versionKey: false })
export class SessionDocument {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: SchemaTypes.ObjectId, required: true, index: true })
  user!: Types.ObjectId;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expires_at!: Date;
}

export const SessionSchema = SchemaFactory.createForClass(SessionDocument);
