import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';

/** The todo that one key of one owner added. The TTL index removes the document once it has expired. */
@Schema({ collection: 'idempotency_keys', versionKey: false })
export class IdempotencyKeyDocument {
  /** `<owner>:<key>` */
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: SchemaTypes.ObjectId, required: true, index: true })
  owner!: Types.ObjectId;

  @Prop({ type: SchemaTypes.ObjectId, required: true })
  todo!: Types.ObjectId;

  @Prop({ type: String, required: true })
  digest!: string;

  /** Whether the todo has been added. Then it is never added again, even if it has been deleted since. */
  @Prop({ type: Boolean, required: true })
  done!: boolean;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expires_at!: Date;
}

export const IdempotencyKeySchema = SchemaFactory.createForClass(IdempotencyKeyDocument);
