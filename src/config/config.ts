import { resolve } from 'node:path';
import { MONGODB_URI } from './mongodb-uri.js';
import { Duration, Flag, OneOf, Origins, Proxies, Secret, Size, Text, type Trust, Whole } from './setting.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** All that an operator can set. A property has the name of its environment variable; durations are milliseconds, sizes bytes. */
export class Config {
  @Whole({ default: 5000, min: 0, max: 65_535, doc: 'port that the API listens on; 0 takes any free one' })
  readonly PORT!: number;

  @Whole({
    min: 0,
    max: 65_535,
    doc: 'port for `/metrics` in the format of Prometheus and for `/health/live` and `/health/ready`; off where it is not set, 0 takes any free one',
  })
  readonly METRICS_PORT?: number;

  @Text({
    default: 'api',
    shapes: [{ pattern: /^[\w-]+(\/[\w-]+)*$/, message: 'must be path segments like api or todo/v1' }],
    doc: 'path below which the API stands',
  })
  readonly API_PREFIX!: string;

  @Text({ default: './data', doc: 'folder of the embedded database and of the signing key made for it' })
  readonly DATA_DIR!: string;

  @Flag({
    default: false,
    doc: 'whether to serve what was left of data that has been moved to the other engine',
  })
  readonly SERVE_MOVED_DATA!: boolean;

  @Secret({
    shapes: [
      { pattern: /^mongodb(\+srv)?:\/\/./, message: 'must begin with mongodb:// or mongodb+srv://' },
      {
        pattern: MONGODB_URI,
        message:
          'must be like mongodb://user:password@host/todo, where user and password have each of : / ? # [ ] @ % as its code,' +
          ' for example %2F for /, and no other @ follows',
      },
    ],
    doc: 'MongoDB to use instead of the embedded database, like `mongodb://user:password@host/todo?replicaSet=rs0`',
  })
  readonly MONGODB_URI?: string;

  @Duration({ default: '30s', max: '24d', doc: 'how long a start waits for MongoDB' })
  readonly MONGODB_CONNECT_TIMEOUT!: number;

  @Duration({
    default: '2500ms',
    max: '1h',
    doc: 'how long one step of a MongoDB operation may take: a server, a connection, an answer',
  })
  readonly MONGODB_TIMEOUT!: number;

  @Whole({
    default: 50,
    min: 1,
    max: 10_000,
    doc: 'most connections that one process holds to each MongoDB server',
  })
  readonly MONGODB_POOL_SIZE!: number;

  @Flag({
    default: true,
    doc: 'whether a start makes missing MongoDB indexes and migrates rows; `npm run db:migrate` does both either way',
  })
  readonly MONGODB_AUTO_INDEX!: boolean;

  @Duration({ default: '10s', max: '24d', doc: 'how long a request may take before it is answered with a 503' })
  readonly REQUEST_TIMEOUT!: number;

  @Duration({
    default: '1s',
    max: '24d',
    doc: 'how long a request may take before a line of the log says where its time went',
  })
  readonly SLOW_REQUEST!: number;

  @Duration({
    default: '30s',
    max: '24d',
    doc: 'how long a client may take nothing of its answer before it is cut off',
  })
  readonly SLOW_CLIENT_TIMEOUT!: number;

  @Size({
    default: '64mb',
    max: '1073741824mb',
    doc: 'free space of the disk below which the embedded engine takes no new data',
  })
  readonly DISK_RESERVE!: number;

  @Size({
    default: '64mb',
    max: '1024mb',
    doc: 'most bytes of answers that one process holds for clients which have not taken them yet',
  })
  readonly ANSWER_MEMORY!: number;

  @Whole({
    default: 10_000,
    min: 1,
    max: 1_000_000,
    doc: 'most connections of one process, if it has 100 more file descriptors; then idle ones are closed first',
  })
  readonly MAX_CONNECTIONS!: number;

  @Duration({ default: '15s', max: '24d', doc: 'how long the database may be away before `/health/ready` says so' })
  readonly READY_GRACE!: number;

  @Duration({
    default: '0s',
    max: '1h',
    allowZero: true,
    doc: 'how long a stop still answers, and says `Connection: close`, before it takes no more requests',
  })
  readonly SHUTDOWN_DELAY!: number;

  @Duration({ default: '10s', max: '1h', doc: 'how long a stop then waits for the requests in flight' })
  readonly SHUTDOWN_TIMEOUT!: number;

  @Secret({
    minLength: 32,
    doc: 'key that signs tokens, 32 characters or more; made and kept in `DATA_DIR` where it is not set; required with MongoDB',
  })
  readonly JWT_SECRET?: string;

  @Secret({ minLength: 32, doc: 'the key before the present one: still verifies tokens, never signs' })
  readonly JWT_SECRET_PREVIOUS?: string;

  @Duration({ default: '12h', max: '3650d', doc: 'how long a sign-in lasts' })
  readonly JWT_EXPIRES_IN!: number;

  @Whole({
    default: 10,
    min: 4,
    max: 20,
    doc: 'work factor of password hashes; a hash made at a lower one is renewed at the next login',
  })
  readonly BCRYPT_COST!: number;

  @Size({ default: '100kb', max: '16mb', doc: 'largest request body' })
  readonly BODY_LIMIT!: number;

  @Origins({
    doc: 'origins whose pages may call the API, comma-separated, like `https://app.example.com` or `capacitor://localhost`',
  })
  readonly CORS_ORIGINS!: string[];

  @Flag({ default: true, doc: 'whether callers are limited in what they may do how often' })
  readonly RATE_LIMIT_ENABLED!: boolean;

  @Proxies({
    doc:
      'proxies whose `X-Forwarded-For` is believed: how many there are, or their addresses and networks, comma-separated;' +
      ' `0` for none; where it is not set, limits per address are off behind a proxy',
  })
  readonly TRUST_PROXY?: Trust;

  @Whole({
    default: 5,
    min: 1,
    max: 1_000_000,
    doc: 'failed sign-ins with one account from one address in 15 minutes',
  })
  readonly SIGN_IN_LIMIT!: number;

  @Whole({ default: 100, min: 1, max: 1_000_000, doc: 'failed sign-ins from one address in 15 minutes' })
  readonly SIGN_IN_ADDRESS_LIMIT!: number;

  @Whole({
    default: 20,
    min: 1,
    max: 1_000_000,
    doc: 'registrations of one address in an hour',
  })
  readonly REGISTRATION_LIMIT!: number;

  @Whole({ default: 600, min: 1, max: 1_000_000, doc: 'writes of one caller in a minute, in each process' })
  readonly WRITE_LIMIT!: number;

  @Whole({ default: 60, min: 1, max: 1_000_000, doc: 'todos that one user may hand over to one other in an hour' })
  readonly HAND_OVER_LIMIT!: number;

  @Whole({ default: 100_000, min: 1, max: 100_000_000, doc: 'most todos that one user may own' })
  readonly MAX_TODOS_PER_USER!: number;

  @OneOf({ words: ['open', 'closed'], default: 'open', doc: 'whether anyone may register' })
  readonly REGISTRATION!: 'open' | 'closed';

  @OneOf({
    words: ['participants', 'everyone'],
    default: 'participants',
    doc: 'who sees a todo: its owner and assignee, or every signed-in user',
  })
  readonly TODO_VISIBILITY!: 'participants' | 'everyone';

  @Flag({ default: true, doc: 'whether `/docs` and `/openapi.json` are there' })
  readonly DOCS_ENABLED!: boolean;

  @OneOf({ words: LEVELS, default: 'info', doc: 'least level that is logged' })
  readonly LOG_LEVEL!: (typeof LEVELS)[number];

  /** The engine that this configuration chooses. */
  get engine(): 'sqlite' | 'mongodb' {
    return this.MONGODB_URI === undefined ? 'sqlite' : 'mongodb';
  }

  /** `DATA_DIR` as an absolute path. */
  get dataDir(): string {
    return resolve(this.DATA_DIR);
  }
}
