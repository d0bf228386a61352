import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The look-ups of one caller in one window. rate-limiter-flexible sets the fields. */
@Schema({ collection: 'lookup_limits', versionKey: false })
export class LookupLimitDocument {
  @Prop({ type: String, required: true, unique: true })
  key!: string;

  @Prop({ type: Number, required: true })
  points!: number;

  @Prop({ type: Date, index: { expireAfterSeconds: 0 } })
  expire!: Date;
}

export const LookupLimitSchema = SchemaFactory.createForClass(LookupLimitDocument);
