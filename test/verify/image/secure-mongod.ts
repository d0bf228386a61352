import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { findMongod, type Mongod } from '../../support/mongod.ts';
import { freePort } from '../../support/ports.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { until } from '../../support/until.ts';

/** The password of the user `todo`. It has a sign that a connection string must have as a code. */
const PASSWORD = 'p/word';

/** A MongoDB of one node with a password, which is reached by TLS alone, with a certificate of an authority of its own. */
export class SecureMongod {
  readonly authority: string;
  private readonly port: number;
  private readonly program: Program;

  private constructor(binary: string, port: number, dir: string) {
    this.authority = join(dir, 'authority.pem');
    this.port = port;
    const listen = ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', join(dir, 'data'), '--auth'];
    const tls = ['--tlsMode', 'requireTLS', '--tlsCertificateKeyFile', join(dir, 'server.pem')];
    const authority = ['--tlsCAFile', this.authority, '--tlsAllowConnectionsWithoutCertificates'];
    this.program = new Program({ command: [binary, ...listen, ...tls, ...authority], log: join(dir, 'log') });
  }

  /** Starts one with a user. @returns undefined where there is no mongod or no openssl */
  static async start(): Promise<SecureMongod | undefined> {
    const mongod: Mongod = await findMongod();
    if (!mongod.found || mongod.binary === undefined) return undefined;
    const dir = scratchDir('secure-mongod');
    mkdirSync(join(dir, 'data'));
    makeCertificates(dir);
    const database = new SecureMongod(mongod.binary, await freePort(), dir);
    await until('mongod has a user', () => database.addUser());
    return database;
  }

  /** A connection string. The authority is where a container has it; without one it trusts the authorities of Node. */
  uri({ password = PASSWORD, authority = true } = {}): string {
    const user = `todo:${encodeURIComponent(password)}`;
    const options = `authSource=todo&tls=true${authority ? '&tlsCAFile=/tls/authority.pem' : ''}`;
    return `mongodb://${user}@localhost:${this.port}/todo?${options}`;
  }

  async stop(): Promise<void> {
    await this.program.end('SIGKILL');
  }

  /** Adds the user, as anyone on the same machine may while there is none. */
  private async addUser(): Promise<boolean> {
    if (!this.program.running) throw new Error(`mongod has ended: ${this.program.stdout.slice(-2_000)}`);
    const uri = `mongodb://localhost:${this.port}/?directConnection=true&tls=true&serverSelectionTimeoutMS=1000`;
    const client = new mongoose.mongo.MongoClient(uri, { tlsCAFile: this.authority });
    try {
      const admin = client.db('admin');
      await admin.command({ createUser: 'root', pwd: PASSWORD, roles: ['root'] });
    } finally {
      await client.close();
    }
    const root = new mongoose.mongo.MongoClient(uri, {
      tlsCAFile: this.authority,
      auth: { username: 'root', password: PASSWORD },
    });
    try {
      await root.db('todo').command({ createUser: 'todo', pwd: PASSWORD, roles: ['readWrite'] });
      return true;
    } finally {
      await root.close();
    }
  }
}

/** Makes an authority, and a certificate for localhost that it has signed. */
function makeCertificates(dir: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    '/CN=Todo authority',
    '-keyout',
    'ca.key',
    '-out',
    'authority.pem',
  );
  openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(join(dir, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const authority = ['-CA', 'authority.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl('x509', '-req', ...authority, '-in', 'server.csr', '-days', '2', '-extfile', 'names', '-out', 'server.crt');
  writeFileSync(
    join(dir, 'server.pem'),
    ['server.key', 'server.crt'].map((name) => readFileSync(join(dir, name))).join(''),
  );
}
