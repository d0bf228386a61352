import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** A kind of thing that happens. Code tells that it has happened, and does not know who listens, or that nobody does. */
export interface Topic<T> {
  /** Whether anyone listens. Where nobody does, there is no need to take the time. */
  readonly isHeard: boolean;
  /** Tells the listeners, in the context of the request that it belongs to. */
  tell(observation: T): void;
  /** Does the work in the contexts that tracers have bound to the topic, which they make of the observation. */
  around(observation: T, work: () => void): void;
  listen(listener: (observation: T) => void): void;
}

/** A topic is a diagnostics channel of Node, so that a module that is loaded by `node --import` can listen as well. */
function topic<T>(name: string): Topic<T> {
  const told = channel(`todo:${name}`);
  return {
    get isHeard() {
      return told.hasSubscribers;
    },
    tell: (observation) => {
      if (told.hasSubscribers) told.publish(observation);
    },
    around: (observation, work) => {
      told.runStores(observation, work);
    },
    listen: (listener) => {
      told.subscribe((observation) => {
        listener(observation as T);
      });
    },
  };
}

/** The handling of a request begins. */
export const requestBegan = topic<RequestBegan>('request-began');

export interface RequestBegan {
  request: IncomingMessage;
  requestId: string;
  /** A tracer sets the id of the trace. */
  traceId?: string;
}

/** A request has been answered, or its answer was cut. */
export const requestEnded = topic<{
  request: IncomingMessage;
  method: string;
  /** The pattern of the route; undefined where there is none. */
  route: string | undefined;
  /** Undefined when no answer was begun. */
  status: number | undefined;
  ms: number;
}>('request-ended');

/** A request, or a connection, has been refused. `limit` is the name of the limit that was reached. */
export const refused = topic<{ reason: RefusalReason; limit?: string }>('refused');

/** Why something is refused: `unavailable` is the database or a time-out. */
export const REFUSAL_REASONS = ['limit', 'overload', 'low-space', 'unavailable', 'connections', 'slow-client'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A step that may take a request long begins. The topic that tells its end is below. */
export const stepBegan = topic<{ step: Step }>('step-began');

export type Step = 'receiving' | 'waiting' | 'hashing' | 'database';

/** The body of a request has arrived, or does not. */
export const received = topic<undefined>('received');

/** A request has waited for its turn: for a thread that hashes passwords, or to make a part of a list. */
export const waited = topic<{ turn: 'hashing' | 'lists'; ms: number }>('waited');

/** A password has been hashed or compared; the time is that of the thread alone. */
export const hashed = topic<{ task: 'hash' | 'compare'; ms: number }>('hashed');

/** An operation of the database has ended. The time includes the wait for a connection or for the common transaction. */
export const databaseOperation = topic<DatabaseOperation>('database-operation');

export interface DatabaseOperation {
  kind: 'read' | 'write' | 'ping';
  outcome: 'done' | 'duplicate' | 'unavailable' | 'failed';
  ms: number;
}

/** A call of a repository, such as `TodoRepository.find`. Tracers bind their contexts to its start. */
export const repositoryCall = tracingChannel<unknown, { repository: string; method: string }>('todo:repository-call');

/** The part of such a call that the engine works on; a call may have several. */
export const engineCall = tracingChannel<unknown, { engine: string; kind: DatabaseOperation['kind'] }>(
  'todo:engine-call',
);

/** A security event has been written to the log. */
export const securityEvent = topic<{ event: string }>('security-event');

/** The server has stopped. The process ends when the promises that listeners add have been settled. */
export const stopped = topic<{ unfinished: Promise<unknown>[] }>('stopped');
