import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MongoBinary } from 'mongodb-memory-server-core';
import mongoose from 'mongoose';
import { findMongod } from './mongod.ts';
import { freePort } from './ports.ts';
import { Program } from './process.ts';
import { removeDir, scratchDir } from './scratch.ts';
import { until } from './until.ts';

export type Client = mongoose.mongo.MongoClient;

export interface NodesOptions {
  /** The number of nodes; 1 by default. */
  count?: number;
  /** Further arguments of every mongod. */
  args?: string[];
  /** Settings of the replica set. */
  settings?: Record<string, unknown>;
  /** Gives the port under which other nodes and clients reach a node; by default its own. */
  advertise?: (port: number) => Promise<number>;
}

/** A replica set, or one node alone, whose nodes can be killed, frozen and started again. */
export class Nodes {
  readonly ports: number[] = [];
  private readonly known: number[] = [];
  private readonly programs: (Program | undefined)[] = [];
  private readonly clients = new Map<number, Promise<Client>>();
  private readonly dir = scratchDir('mongod');

  private readonly binary: string;
  private readonly args: string[];
  private readonly set: string | undefined;

  private constructor(binary: string, args: string[], set?: string) {
    this.binary = binary;
    this.args = args;
    this.set = set;
  }

  /** Starts a replica set and waits for its primary. */
  static async start({ count = 1, args = [], settings = {}, advertise }: NodesOptions = {}): Promise<Nodes> {
    const nodes = new Nodes(await binaryOf(), args, 'rs');
    try {
      for (let node = 0; node < count; node++) await nodes.add(advertise);
      const members = nodes.known.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }));
      const admin = (await nodes.client(0)).db('admin');
      await admin.command({ replSetInitiate: { _id: 'rs', members, settings } });
      // Without this the first election would wait for its time-out.
      await until('there is a first primary', () => admin.command({ replSetStepUp: 1 }));
      await nodes.primary();
      return nodes;
    } catch (error) {
      await nodes.stop();
      throw error;
    }
  }

  /** Starts one node that is no replica set. */
  static async standalone(args: string[] = []): Promise<Nodes> {
    const nodes = new Nodes(await binaryOf(), args);
    await nodes.add();
    return nodes;
  }

  /** The connection string of a database; `credentials` as `user:password@`. */
  uri(database: string, query = '', credentials = ''): string {
    const hosts = this.known.map((port) => `127.0.0.1:${port}`).join(',');
    const options = [this.set === undefined ? '' : `replicaSet=${this.set}`, query].filter(Boolean).join('&');
    return `mongodb://${credentials}${hosts}/${database}?${options}`;
  }

  /** A client of one node alone. */
  client(node: number): Promise<Client> {
    const made = this.clients.get(node) ?? this.connect(node);
    this.clients.set(node, made);
    return made;
  }

  /** Waits until a node that answers is the primary. @returns its number */
  primary(): Promise<number> {
    return until('there is a primary', async () => {
      const states = await Promise.all(this.ports.map((_, node) => this.stateOf(node)));
      const node = states.indexOf('primary');
      return node < 0 ? undefined : node;
    });
  }

  /** Waits until every node serves. */
  async whole(): Promise<void> {
    let states: (State | undefined)[] = [];
    const serves = async () => {
      states = await Promise.all(this.ports.map((_, node) => this.stateOf(node)));
      const all = states.includes('primary') && states.every((state) => state === 'primary' || state === 'secondary');
      return all ? true : undefined;
    };
    await until('every node serves', serves, ROLL_BACK_MS).catch((error: unknown) => {
      throw new Error(`the nodes are ${states.map((state) => state ?? 'away').join(', ')}`, { cause: error });
    });
  }

  /** Freezes nodes with their connections open, and waits until they no longer answer. */
  async freeze(...nodes: number[]): Promise<void> {
    for (const node of nodes) this.programs[node]?.signal('SIGSTOP');
    await Promise.all(
      nodes.map((node) =>
        until('it is frozen', async () => ((await this.stateOf(node)) === undefined ? true : undefined)),
      ),
    );
  }

  /** Lets frozen nodes run again. */
  thaw(...nodes: number[]): void {
    for (const node of nodes) this.programs[node]?.signal('SIGCONT');
  }

  /** Kills a node at once, as a power cut would, and waits for its end. */
  async kill(node: number): Promise<void> {
    const program = this.programs[node];
    this.programs[node] = undefined;
    await program?.end('SIGKILL');
  }

  /** Starts a node that was killed, on its own data, and waits until it answers. */
  async restart(node: number): Promise<void> {
    this.launch(node);
    await this.answers(node);
  }

  /** Ends every node and removes their data. */
  async stop(): Promise<void> {
    await Promise.all([...this.clients.values()].map(async (client) => (await client.catch(() => undefined))?.close()));
    await Promise.all(this.programs.map((_, node) => this.kill(node)));
    removeDir(this.dir);
  }

  private async add(advertise?: (port: number) => Promise<number>): Promise<void> {
    const port = await freePort();
    const node = this.ports.push(port) - 1;
    this.known.push((await advertise?.(port)) ?? port);
    mkdirSync(join(this.dir, String(node)));
    this.launch(node);
    await this.answers(node);
  }

  private async answers(node: number): Promise<void> {
    const admin = (await this.client(node)).db('admin');
    await until('the node answers', () => admin.command({ ping: 1 }));
  }

  private launch(node: number): void {
    const data = join(this.dir, String(node));
    const own = ['--port', String(this.ports[node]), '--dbpath', data, '--logpath', `${data}.log`, '--logappend'];
    const set = this.set === undefined ? [] : ['--replSet', this.set, '--oplogSize', '64'];
    const small = ['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false'];
    const args = [...own, ...set, ...small, '--bind_ip', '127.0.0.1', '--nounixsocket', '--quiet', ...this.args];
    this.programs[node] = new Program({ command: [this.binary, ...args], cwd: this.dir });
  }

  private async connect(node: number): Promise<Client> {
    const wait = { heartbeatFrequencyMS: 500, connectTimeoutMS: 1_000, socketTimeoutMS: 20_000 };
    return new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${this.ports[node]}/?directConnection=true`, wait);
  }

  /** The state that a node reports; undefined when it does not answer. */
  private async stateOf(node: number): Promise<State | undefined> {
    if (!this.programs[node]) return undefined;
    const hello = (await this.client(node)).db('admin').command({ hello: 1 });
    const late = new Promise<undefined>((done) => setTimeout(done, 500));
    const said = await Promise.race([hello.catch(() => undefined), late]);
    if (!said) return undefined;
    return said.isWritablePrimary ? 'primary' : said.secondary ? 'secondary' : 'neither';
  }
}

type State = 'primary' | 'secondary' | 'neither';

/** A primary that was killed may have to roll back writes that were not acknowledged, and waits for a checkpoint to do so. */
const ROLL_BACK_MS = 180_000;

async function binaryOf(): Promise<string> {
  const mongod = await findMongod();
  if (!mongod.found) throw new Error(mongod.why);
  return mongod.binary ?? (await MongoBinary.getPath());
}
