import mongoose from 'mongoose';
import { Duplicate, Unavailable } from '../../errors.js';

const { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError, MongoSystemError } = mongoose.mongo;

const DUPLICATE_KEY = 11000;
/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: a server that cannot serve just now. */
const PASSING = new Set([
  6 /* HostUnreachable */, 7 /* HostNotFound */, 43 /* CursorNotFound */, 50 /* MaxTimeMSExpired */,
  64 /* WriteConcernTimeout */, 79 /* UnknownReplWriteConcern */, 89 /* NetworkTimeout */, 91 /* ShutdownInProgress */,
  94 /* NotYetInitialized */, 100 /* UnsatisfiableWriteConcern */, 133 /* FailedToSatisfyReadPreference */,
  134 /* ReadConcernMajorityNotAvailableYet */, 175 /* QueryPlanKilled */, 189 /* PrimarySteppedDown */,
  237 /* CursorKilled */, 262 /* ExceededTimeLimit */, 9001 /* SocketException */, 10058 /* LegacyNotPrimary */,
  10107 /* NotWritablePrimary */, 11600 /* InterruptedAtShutdown */, 11601 /* Interrupted */,
  11602 /* InterruptedDueToReplStateChange */, 13435 /* NotPrimaryNoSecondaryOk */, 13436 /* NotPrimaryOrSecondary */,
  14031 /* OutOfDiskSpace */,
]);
/** Errors of the driver that it does not derive from those of the network. */
const PASSING_NAMES = new Set([
  'MongoWaitQueueTimeoutError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoTopologyClosedError',
  'MongoExpiredSessionError',
  'MongoClientClosedError',
  'MongooseServerSelectionError',
]);

/** Writing to a connection that is just being broken throws Node's own error past the driver. */
const isOfSocket = (error: Error): boolean =>
  !(error instanceof MongoError) && 'code' in error && /^(E[A-Z]+|ERR_(STREAM|SOCKET)_\w+)$/.test(String(error.code));

function isPassing(error: Error): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (error instanceof MongoSystemError || PASSING_NAMES.has(error.name) || isOfSocket(error)) return true;
  if (!(error instanceof MongoError)) return false;
  return PASSING.has(Number(error.code)) || error.hasErrorLabel('RetryableWriteError');
}

/** Says in the words of the ports what an error of MongoDB means to its caller; an error with no such meaning stays as it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) {
    return new Duplicate('the row is there already', { cause: error });
  }
  return isPassing(error) ? new Unavailable('The database cannot serve right now', { cause: error }) : error;
}
