import mongoose from 'mongoose';
import { Duplicate, Unavailable } from '../../errors.js';

const { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError, MongoSystemError } = mongoose.mongo;

const DUPLICATE_KEY = 11000;
/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: the server cannot serve at the moment. */
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
/** Errors of the driver that are passing but belong to none of its classes for network errors. */
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

/** Whether it is an error of Node itself: a write to a connection that is breaking throws one past the driver. */
const isOfSocket = (error: Error): boolean =>
  !(error instanceof MongoError) && 'code' in error && /^(E[A-Z]+|ERR_(STREAM|SOCKET)_\w+)$/.test(String(error.code));

function isPassing(error: Error): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (error instanceof MongoSystemError || PASSING_NAMES.has(error.name) || isOfSocket(error)) return true;
  if (!(error instanceof MongoError)) return false;
  return PASSING.has(Number(error.code)) || error.hasErrorLabel('RetryableWriteError');
}

/** Turns an error of MongoDB into the error of the ports that it means; any other error is returned as it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) {
    return new Duplicate('the row is there already', { cause: error });
  }
  return isPassing(error) ? new Unavailable('The database cannot serve right now', { cause: error }) : error;
}
