import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { Clients } from '../../../src/http/request/client.js';
import { warnings } from '../../support/warned.js';

/** The client of a request from a peer with these headers, as the setting has it. */
function clientOf(trust: string | undefined, peer: string, headers: Record<string, string> = {}) {
  const config = loadConfig(trust === undefined ? {} : { TRUST_PROXY: trust });
  const request = { headers, connection: { remoteAddress: peer }, socket: { remoteAddress: peer } };
  return new Clients(config).of(request as unknown as IncomingMessage);
}

const via = (addresses: string) => ({ 'x-forwarded-for': addresses });

describe('the address of a client', () => {
  it.each([
    // No proxy is trusted: what a client says of itself changes nothing.
    ['0', '203.0.113.1', via('198.51.100.1'), '203.0.113.1'],
    ['0', '10.0.0.1', via('198.51.100.1'), '10.0.0.1'],
    ['0', '203.0.113.1', { forwarded: 'for=198.51.100.1', 'x-real-ip': '198.51.100.1' }, '203.0.113.1'],
    // As many as the number are trusted; what stands before them is the client's own word.
    ['1', '10.0.0.1', via('198.51.100.1'), '198.51.100.1'],
    ['1', '10.0.0.1', via('1.1.1.1, 198.51.100.1'), '198.51.100.1'],
    ['2', '10.0.0.1', via('1.1.1.1, 198.51.100.1, 10.0.0.2'), '198.51.100.1'],
    ['2', '10.0.0.1', via('198.51.100.1'), '198.51.100.1'],
    ['1', '10.0.0.1', {}, '10.0.0.1'],
    // Listed ones are trusted wherever they stand.
    ['10.0.0.0/8', '10.0.0.1', via('1.1.1.1, 198.51.100.1, 10.9.9.9'), '198.51.100.1'],
    ['10.0.0.0/8', '203.0.113.1', via('198.51.100.1'), '203.0.113.1'],
    ['10.0.0.1, fd00::/8', 'fd00::7', via('198.51.100.1, 10.0.0.1'), '198.51.100.1'],
    ['10.0.0.0/8', '::ffff:10.0.0.1', via('198.51.100.1'), '198.51.100.1'],
    // Some proxies add the port.
    ['1', '10.0.0.1', via('198.51.100.1:4711'), '198.51.100.1'],
    ['1', '10.0.0.1', via('[2001:db8:1:2:3:4:5:6]:4711'), '2001:db8:1:2::/64'],
    // A word that is no address leaves the peer.
    ['1', '10.0.0.1', via('unknown'), '10.0.0.1'],
    ['1', '10.0.0.1', via(''), '10.0.0.1'],
    ['1', '10.0.0.1', via(`${'1,'.repeat(5_000)}x`), '10.0.0.1'],
    // One subscriber has a network of IPv6.
    ['0', '2001:db8:1:2:3:4:5:6', {}, '2001:db8:1:2::/64'],
    ['0', '::ffff:203.0.113.1', {}, '203.0.113.1'],
    ['0', '::1', {}, '0:0:0:0::/64'],
    ['0', 'fe80::1%eth0', {}, 'fe80:0:0:0::/64'],
  ])('TRUST_PROXY=%s, peer %s, %j: %s', (trust, peer, headers, address) => {
    expect(clientOf(trust, peer, headers as Record<string, string>)).toEqual({ address, shared: false });
  });

  it.each([
    ['203.0.113.1', via('198.51.100.1'), false],
    ['10.0.0.1', {}, false],
    ['10.0.0.1', via('198.51.100.1'), true],
    ['127.0.0.1', { forwarded: 'for=198.51.100.1' }, true],
    ['::1', { 'x-real-ip': '198.51.100.1' }, true],
    ['::ffff:192.168.1.1', via('198.51.100.1'), true],
    ['fe80::1', via('198.51.100.1'), true],
    ['169.254.1.1', via('198.51.100.1'), true],
    ['fd00::1', via('198.51.100.1'), true],
    ['2001:db8::1', via('198.51.100.1'), false],
  ])('without TRUST_PROXY, peer %s with %j is shared: %s', (peer, headers, shared) => {
    const logged = warnings();
    expect(clientOf(undefined, peer, headers as Record<string, string>).shared).toBe(shared);
    expect(logged).toHaveLength(shared ? 1 : 0);
  });
});
