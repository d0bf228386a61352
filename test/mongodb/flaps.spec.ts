import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Nodes } from '../support/nodes.js';
import { startServer } from '../support/spec-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { pause, until } from '../support/until.js';
import { able } from './able.js';

const FLAPS = 50;
const POOL = 5;
/** Beside its pool a process has one connection that monitors the server and one that measures the round trip. */
const WATCHING = 2;
const CLIENTS = 8;
const NAME = 'flapping';

/** The number of sockets of a process to these ports, broken ones included; 0 where there is no /proc. */
function socketsTo(ports: number[], pid = 0): number {
  if (!existsSync(`/proc/${pid}/fd`)) return 0;
  const own = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });
  const ofAll = ['tcp', 'tcp6'].flatMap((kind) => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').split('\n'));
  return ofAll.filter((line) => {
    const [, , remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    return ports.includes(Number.parseInt(remote.split(':')[1] ?? '', 16)) && own.includes(`socket:[${inode}]`);
  }).length;
}

describe.skipIf(!able)(`a connection that breaks and heals ${FLAPS} times`, () => {
  it('leaves no connection open, on either side', async () => {
    const proxies: TcpProxy[] = [];
    const advertise = async (port: number) => {
      const proxy = await TcpProxy.start(port);
      onTestFinished(() => proxy.cut());
      proxies.push(proxy);
      return proxy.port;
    };
    const nodes = await Nodes.start({ advertise });
    onTestFinished(() => nodes.stop());
    const env = {
      MONGODB_URI: nodes.uri('todo', `appName=${NAME}`),
      MONGODB_TIMEOUT: '300ms',
      MONGODB_POOL_SIZE: String(POOL),
    };
    const server = await startServer({ env });
    const token = await until('signed in', () => server.signIn('john@mail.com'));

    const connections = async () => {
      const admin = (await nodes.client(0)).db('admin');
      const held = admin.aggregate([
        { $currentOp: { allUsers: true, idleConnections: true } },
        { $match: { appName: NAME } },
      ]);
      return (await held.toArray()).length;
    };
    const busy = () => Promise.all(Array.from({ length: CLIENTS }, () => server.call('GET', '/todo', { token })));
    await busy();
    expect(await connections()).toBeGreaterThan(WATCHING);
    const ports = proxies.map(({ port }) => port);

    let stop = false;
    const seen = new Set<number>();
    const load = Array.from({ length: CLIENTS }, async () => {
      while (!stop) seen.add((await server.call('GET', '/todo', { token })).status);
    });
    for (let flap = 0; flap < FLAPS; flap++) {
      for (const proxy of proxies) {
        if (flap % 5 === 4) proxy.silence();
        else await proxy.cut();
      }
      await pause(40 + (flap % 3) * 100);
      for (const proxy of proxies) await proxy.open();
      await pause(60);
    }
    stop = true;
    await Promise.all(load);
    expect(server.failures).toEqual([]);
    expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);

    await until('it serves again', async () => (await busy()).every(({ status }) => status === 200));
    let held = { byMongoDB: 0, byTheProcess: 0 };
    const most = POOL + WATCHING;
    const within = async () => {
      held = { byMongoDB: await connections(), byTheProcess: socketsTo(ports, server.program.pid) };
      return Math.max(held.byMongoDB, held.byTheProcess) <= most;
    };
    await until('both sides have closed the broken connections', within).catch(() => {
      expect(held).toBe(`at most ${most}`);
    });
  });
});
