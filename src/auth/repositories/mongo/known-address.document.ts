import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';

/** A known address as MongoDB keeps it; the TTL index removes it once it has expired. */
@Schema({ collection: 'known_addresses', versionKey: false })
export class KnownAddressDocument {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: SchemaTypes.ObjectId, required: true })
  user!: Types.ObjectId;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expires_at!: Date;
}

export const KnownAddressSchema = SchemaFactory.createForClass(KnownAddressDocument).index({ user: 1, expires_at: -1 });
