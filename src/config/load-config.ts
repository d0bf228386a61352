import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { StartError } from './start-error.js';
import { Config } from './config.js';
import { settingDocs } from './setting.js';

type Variables = Record<string, string | undefined>;

/** The variables of `.env` in the working directory, overridden by those of the process; an empty variable counts as unset. */
function variables(env: Variables, faults: string[]): Variables {
  let file: Variables = {};
  try {
    if (existsSync('.env')) file = parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    faults.push(`.env cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const set = (all: Variables) => Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  return { ...set(file), ...set(env) };
}

/** The value of a secret: the text of the file that `<NAME>_FILE` names, if that is set, without its last line break. */
function secret(name: string, from: Variables, faults: string[]): string | undefined {
  const path = from[`${name}_FILE`];
  if (path === undefined) return from[name];
  if (from[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set; one of them must go`);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    faults.push(`${name}_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

/** The same configuration with another MongoDB. @throws StartError when the address is malformed */
export function withMongodb(config: Config, uri: string): Config {
  const changed = Object.assign(new Config(), config, { MONGODB_URI: uri });
  const [fault] = validateSync(changed, { stopAtFirstError: true });
  if (fault) throw new StartError(`The address of MongoDB ${Object.values(fault.constraints ?? {})[0]}`);
  return Object.freeze(changed);
}

/**
 * Reads and validates the configuration.
 * @throws StartError that lists all faults and quotes no value, which might be a secret
 */
export function loadConfig(env: Variables = process.env): Config {
  const faults: string[] = [];
  const from = variables(env, faults);
  const values = Object.fromEntries(
    settingDocs().map((doc) => [
      doc.name,
      (doc.secret ? secret(doc.name, from, faults) : from[doc.name]) ?? doc.default,
    ]),
  );
  const config = plainToInstance(Config, values);
  for (const error of validateSync(config, { stopAtFirstError: true })) {
    faults.push(`${error.property} ${Object.values(error.constraints ?? {})[0]}`);
  }
  if (config.MONGODB_URI !== undefined && config.JWT_SECRET === undefined) {
    faults.push('JWT_SECRET must be set with MONGODB_URI, the same for every replica');
  }
  if (faults.length > 0) throw new StartError(['The configuration is not usable:', ...faults].join('\n  '));
  return Object.freeze(config);
}
