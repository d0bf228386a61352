import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { NO_DUE_DATE } from '../../list/todo-list.js';
import { STATUSES, type Status, type Todo } from '../../todo.js';

/** A todo as MongoDB keeps it. */
@Schema({ collection: 'todos', versionKey: false })
export class TodoDocument {
  @Prop({ type: SchemaTypes.ObjectId })
  _id!: Types.ObjectId;

  @Prop({ type: SchemaTypes.ObjectId, required: true })
  owner!: Types.ObjectId;

  @Prop({ type: SchemaTypes.ObjectId })
  assignee?: Types.ObjectId;

  @Prop({ type: SchemaTypes.ObjectId, required: true })
  createdBy!: Types.ObjectId;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: String })
  description?: string;

  @Prop({ type: String, required: true, enum: STATUSES })
  status!: Status;

  @Prop({ type: Date })
  due_date?: Date;

  /** `due_date`, or the last possible date. It is never absent, so one comparison pages through todos with and without a due date. */
  @Prop({ type: Date, required: true })
  due_key!: Date;

  @Prop({ type: Date, required: true })
  created_at!: Date;

  @Prop({ type: Date, required: true })
  updated_at!: Date;

  @Prop({ type: Number, required: true })
  version!: number;
}

/** One index for each kind of list; it serves both directions of the order. See docs/data-model.md. */
export const TodoSchema = SchemaFactory.createForClass(TodoDocument)
  .index({ owner: 1, created_at: 1, _id: 1 })
  .index({ owner: 1, due_key: 1, _id: 1 })
  .index({ owner: 1, status: 1, created_at: 1, _id: 1 })
  .index({ owner: 1, status: 1, due_key: 1, _id: 1 })
  .index({ owner: 1, assignee: 1, status: 1, created_at: 1, _id: 1 })
  .index({ owner: 1, assignee: 1, status: 1, due_key: 1, _id: 1 })
  .index({ assignee: 1, created_at: 1, _id: 1 })
  .index({ assignee: 1, due_key: 1, _id: 1 })
  .index({ assignee: 1, status: 1, created_at: 1, _id: 1 })
  .index({ assignee: 1, status: 1, due_key: 1, _id: 1 });

/** The same with the indexes of a shared board, whose lists have no owner. */
export const EveryoneTodoSchema = TodoSchema.clone()
  .index({ created_at: 1, _id: 1 })
  .index({ due_key: 1, _id: 1 })
  .index({ status: 1, created_at: 1, _id: 1 })
  .index({ status: 1, due_key: 1, _id: 1 });

export const toTodo = (document: TodoDocument): Todo => ({
  id: document._id.toHexString(),
  owner: document.owner.toHexString(),
  assignee: document.assignee?.toHexString(),
  createdBy: document.createdBy.toHexString(),
  title: document.title,
  description: document.description,
  status: document.status,
  dueDate: document.due_date,
  createdAt: document.created_at,
  updatedAt: document.updated_at,
  version: document.version,
});

export const toDocument = (todo: Todo): TodoDocument => ({
  _id: new Types.ObjectId(todo.id),
  owner: new Types.ObjectId(todo.owner),
  assignee: todo.assignee === undefined ? undefined : new Types.ObjectId(todo.assignee),
  createdBy: new Types.ObjectId(todo.createdBy),
  title: todo.title,
  description: todo.description,
  status: todo.status,
  due_date: todo.dueDate,
  due_key: todo.dueDate ?? new Date(NO_DUE_DATE),
  created_at: todo.createdAt,
  updated_at: todo.updatedAt,
  version: todo.version,
});
