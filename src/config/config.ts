import { resolve } from 'node:path';
import { Duration, Flag, OneOf, Origins, Secret, Size, Text, Whole } from './setting.js';

const LEVELS = ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const;

/** Everything that an operator can set, by the name of its environment variable. Durations are milliseconds, sizes bytes. */
export class Config {
  @Whole('5000', 'port that the API listens on; 0 takes any free one', 0, 65_535)
  readonly PORT!: number;

  @Text('api', 'path below which the API stands', /^[\w-]+(\/[\w-]+)*$/, 'must be path segments like api or todo/v1')
  readonly API_PREFIX!: string;

  @Text('./data', 'folder of the embedded database and of the signing key made for it')
  readonly DATA_DIR!: string;

  @Secret(
    'MongoDB to use instead of the embedded database, like `mongodb://user:password@host/todo?replicaSet=rs0`',
    1,
    /^mongodb(\+srv)?:\/\/./,
    'must begin with mongodb:// or mongodb+srv://',
  )
  readonly MONGODB_URI?: string;

  @Duration('30s', 'how long a start waits for MongoDB', '24d')
  readonly MONGODB_CONNECT_TIMEOUT!: number;

  @Duration('2500ms', 'how long one step of a MongoDB operation may take: a server, a connection, an answer', '1h')
  readonly MONGODB_TIMEOUT!: number;

  @Whole('50', 'most connections that one process holds to each MongoDB server', 1, 10_000)
  readonly MONGODB_POOL_SIZE!: number;

  @Flag('true', 'whether a start makes missing MongoDB indexes; `npm run db:migrate` makes them either way')
  readonly MONGODB_AUTO_INDEX!: boolean;

  @Duration('10s', 'how long a request may take before it is answered with a 503', '24d')
  readonly REQUEST_TIMEOUT!: number;

  @Duration('15s', 'how long the database may be away before `/health/ready` says so', '24d')
  readonly READY_GRACE!: number;

  @Duration('0s', 'how long a stop still answers, and says `Connection: close`, before it takes no more requests', '1h')
  readonly SHUTDOWN_DELAY!: number;

  @Duration('10s', 'how long a stop then waits for the requests in flight', '1h')
  readonly SHUTDOWN_TIMEOUT!: number;

  @Secret(
    'key that signs tokens, 32 characters or more; made and kept in `DATA_DIR` where it is not set; required with MongoDB',
    32,
  )
  readonly JWT_SECRET?: string;

  @Secret('the key before the present one: still verifies tokens, never signs', 32)
  readonly JWT_SECRET_PREVIOUS?: string;

  @Duration('12h', 'how long a sign-in lasts', '3650d')
  readonly JWT_EXPIRES_IN!: number;

  @Whole('10', 'work factor of password hashes; a hash made at a lower one is renewed at the next login', 4, 20)
  readonly BCRYPT_COST!: number;

  @Size('100kb', 'largest request body', '16mb')
  readonly BODY_LIMIT!: number;

  @Origins('origins whose pages may call the API from a browser, comma-separated, like `https://app.example.com`')
  readonly CORS_ORIGINS!: string[];

  @Flag('true', 'whether callers are limited in what they may do how often')
  readonly RATE_LIMIT_ENABLED!: boolean;

  @OneOf(['open', 'closed'], 'whether anyone may register')
  readonly REGISTRATION!: 'open' | 'closed';

  @OneOf(['participants', 'everyone'], 'who sees a todo: its owner and assignee, or every signed-in user')
  readonly TODO_VISIBILITY!: 'participants' | 'everyone';

  @Flag('true', 'whether `/docs` and `/openapi.json` are there')
  readonly DOCS_ENABLED!: boolean;

  @OneOf(LEVELS, 'least level that is logged')
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
