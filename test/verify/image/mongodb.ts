import { freePort } from '../../support/ports.ts';
import { runOnce, withContainer } from './container.ts';
import { SecureMongod } from './secure-mongod.ts';
import { seedFailure } from './seed.ts';
import type { Faults } from './running.ts';

const KEY = { JWT_SECRET: 'a signing key that is long enough' };

/** A start that must fail with one line, which says why and has no password. */
async function refusal(what: string, image: string, uri: string, flags: string[], reason: RegExp): Faults {
  const env = { ...KEY, MONGODB_URI: uri, MONGODB_CONNECT_TIMEOUT: '3s' };
  const { code, stdout, stderr } = await runOnce({ image, env, flags: ['--no-healthcheck', ...flags] });
  const lines = `${stdout}${stderr}`.trim().split('\n');
  const isClear = code === 1 && lines.length === 1 && reason.test(lines[0] ?? '') && !/word/.test(lines[0] ?? '');
  console.log(`${what}: ${code}, ${lines.join(' | ')}`);
  return isClear ? [] : [`${what} ends with ${code}: ${lines.join(' | ')}`];
}

/** MongoDB that is not there, one that refuses the password, and one whose certificate is of an authority of its own. */
export async function mongodbFaults(image: string): Faults {
  const nobody = `mongodb://todo:the-word@127.0.0.1:${await freePort()}/todo`;
  const away = await refusal('MongoDB unreachable', image, nobody, [], /does not answer$/);
  const database = await SecureMongod.start();
  if (!database) return [...away, 'there is no mongod for the checks of passwords and TLS'];
  const mount = ['--volume', `${database.authority}:/tls/authority.pem:ro`];
  try {
    const wrong = database.uri({ password: 'another word' });
    const unknown = database.uri({ authority: false });
    return [
      ...away,
      ...(await refusal('a wrong password', image, wrong, mount, /refuses: .*[Aa]uthentication/)),
      ...(await refusal('an unknown authority', image, unknown, mount, /is not trusted: .*certificate/)),
      ...(await overTls(image, database.uri(), mount)),
    ];
  } finally {
    await database.stop();
  }
}

const overTls = (image: string, uri: string, mount: string[]): Faults =>
  withContainer(
    { image, env: { ...KEY, MONGODB_URI: uri }, flags: ['--no-healthcheck', ...mount] },
    async ({ server }) => {
      const failure = await seedFailure(new URL(server.api).origin);
      console.log(`MongoDB over TLS with a password: the samples ${failure === undefined ? 'pass' : 'fail'}`);
      return failure === undefined ? [] : [`over TLS a sample of the seed fails:\n${failure}`];
    },
  );
