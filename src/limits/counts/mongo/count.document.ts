import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The tries with one key in one window. rate-limiter-flexible sets the fields. */
@Schema({ collection: 'limit_counts', versionKey: false })
export class CountDocument {
  @Prop({ type: String, required: true, unique: true })
  key!: string;

  @Prop({ type: Number, required: true })
  points!: number;

  @Prop({ type: Date, index: { expireAfterSeconds: 0 } })
  expire!: Date;
}

export const CountSchema = SchemaFactory.createForClass(CountDocument);
