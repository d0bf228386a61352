import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { hostsOf } from '../../../src/database/mongo/connect.js';
import { faultsOf, KEY } from './faults.js';

/** Passwords that are not encoded. No character of them stands in the rest of a connection string or in a message. */
const RAW = [
  '/',
  '?',
  '#',
  '@',
  ':',
  '[',
  ']',
  '%',
  '/@',
  '@/',
  '?@',
  '@?',
  '@#',
  '#@',
  '@:',
  '%zz',
  '@,',
  '?q=@',
  '@/?',
];
const UNREADABLE = RAW.flatMap((found) =>
  [`QXJ${found}VWZ`, `${found}VWZ`, `QXJ${found}`, `QXJ${found}VWZ${found}QXJ`].flatMap((password) => [
    `mongodb://name:${password}@host:27017/todo?replicaSet=rs0`,
    `mongodb://${password}:name@one,two`,
    `mongodb+srv://name:${password}@host/todo`,
  ]),
);

describe('a connection string whose credentials are not encoded', () => {
  it.each(UNREADABLE)('is refused, and no part of it is printed: %s', (uri) => {
    const faults = faultsOf({ MONGODB_URI: uri, JWT_SECRET: KEY });
    expect(faults).toEqual([expect.stringMatching(/^MONGODB_URI must be like mongodb:\/\/user:password@host/)]);
    expect(faults.join()).not.toMatch(/[QXJVWZ]{3}|name/);
    expect(hostsOf(uri)).toBe('');
  });

  it.each([
    ['with a slash before the @ and one after an earlier @', 'mongodb://name:@VWZ/@127.0.0.1:1/todo'],
    ['without a host', 'mongodb://name:QXJVWZ'],
    ['with an empty host', 'mongodb://name:QXJVWZ@'],
    ['with an empty host and a database', 'mongodb://name:QXJVWZ@/todo'],
    ['with an @ in an option', 'mongodb://host/todo?tlsCertificateKeyFilePassword=QXJ@VWZ'],
    ['with an @ in an option, beside credentials', 'mongodb://name:QXJVWZ@host/todo?appName=a@b'],
  ])('is refused %s', (_, uri) => {
    expect(faultsOf({ MONGODB_URI: uri, JWT_SECRET: KEY })).toHaveLength(1);
    expect(hostsOf(uri)).toBe('');
  });
});

describe('a connection string', () => {
  it.each([
    ['mongodb://host', 'host'],
    ['mongodb://host:27017/todo', 'host:27017'],
    ['mongodb://one:1,two:2,three/todo?replicaSet=rs0&w=1', 'one:1,two:2,three'],
    ['mongodb://host?tls=true', 'host'],
    ['mongodb://host/?authSource=$external&authMechanism=MONGODB-X509', 'host'],
    ['mongodb://name:QXJVWZ@host/todo', 'host'],
    ['mongodb://name:QXJ%2F%3f%23%40%3A%5B%5D%25VWZ@host/todo', 'host'],
    ['mongodb://name:!$&\'()*+,;=-._~ \\ü|^`{}<>"@host/todo', 'host'],
    ['mongodb://name:@host/todo', 'host'],
    ['mongodb://name@host/todo', 'host'],
    ['mongodb://CN%3Dname%2COU%3Dx@host/todo', 'host'],
    ['mongodb://name:QXJVWZ@[::1]:27017,[fe80::1]/todo', '[::1]:27017,[fe80::1]'],
    ['mongodb://name:QXJVWZ@%2Ftmp%2Fmongodb-27017.sock/todo', '%2Ftmp%2Fmongodb-27017.sock'],
    ['mongodb+srv://name:QXJVWZ@cluster0.example.mongodb.net/todo?retryWrites=true', 'cluster0.example.mongodb.net'],
    ['mongodb+srv://name:QXJVWZ@host/?appName=a%40b', 'host'],
  ])('is taken, and its hosts have no credentials: %s', (uri, hosts) => {
    expect(loadConfig({ MONGODB_URI: uri, JWT_SECRET: KEY }).MONGODB_URI).toBe(uri);
    expect(hostsOf(uri)).toBe(hosts);
  });
});
