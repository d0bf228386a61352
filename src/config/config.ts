import { resolve } from 'node:path';
import { Duration, OneOf, Secret, Size, Text, Whole } from './setting.js';

const LEVELS = ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const;

/** Everything that an operator can set, by the name of its environment variable. Durations are milliseconds, sizes bytes. */
export class Config {
  @Whole('5000', 'port that the API listens on; 0 takes any free one', 0, 65_535)
  readonly PORT!: number;

  @Text('api', 'path below which the API stands', /^[\w-]+(\/[\w-]+)*$/, 'must be path segments like api or todo/v1')
  readonly API_PREFIX!: string;

  @Text('./data', 'folder of the embedded database and of the signing key made for it')
  readonly DATA_DIR!: string;

  @Secret('key that signs tokens, 32 characters or more; made and kept in `DATA_DIR` when it is not set', 32)
  readonly JWT_SECRET?: string;

  @Secret('the key before the present one: still verifies tokens, never signs', 32)
  readonly JWT_SECRET_PREVIOUS?: string;

  @Duration('12h', 'how long a sign-in lasts', '3650d')
  readonly JWT_EXPIRES_IN!: number;

  @Whole('10', 'work factor of password hashes; a hash made at a lower one is renewed at the next login', 4, 20)
  readonly BCRYPT_COST!: number;

  @Size('100kb', 'largest request body', '16mb')
  readonly BODY_LIMIT!: number;

  @OneOf(['open', 'closed'], 'whether anyone may register')
  readonly REGISTRATION!: 'open' | 'closed';

  @OneOf(['participants', 'everyone'], 'who sees a todo: its owner and assignee, or every signed-in user')
  readonly TODO_VISIBILITY!: 'participants' | 'everyone';

  @OneOf(LEVELS, 'least level that is logged')
  readonly LOG_LEVEL!: (typeof LEVELS)[number];

  /** `DATA_DIR` as an absolute path. */
  get dataDir(): string {
    return resolve(this.DATA_DIR);
  }
}
