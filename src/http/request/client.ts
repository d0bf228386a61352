import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext, Injectable, Logger, type PipeTransform } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import { Config } from '../../config/config.js';
import { requestIdOf } from './request-id.js';

/** The client that sent a request, as far as the connection and trusted proxies tell. */
export interface Client {
  /** An IPv4 address, or an IPv6 network of 64 bits, which is the least that one subscriber has (RFC 6177). */
  address: string;
  /** Whether the address may be that of a proxy with many clients behind it. Then no limit counts by the address alone. */
  shared: boolean;
  requestId?: string;
  /** The name of the operator; undefined when a request was sent. */
  operator?: string;
  /** Aborted when the request has been answered, or its connection is closed. */
  gone: AbortSignal;
}

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/** Tells the client of a request, by `TRUST_PROXY`. */
@Injectable()
export class Clients {
  private readonly logger = new Logger('Clients');
  private warned = false;

  constructor(private readonly config: Config) {}

  /** The address of the client of a request, and whether others may share it. */
  of(request: IncomingMessage): Pick<Client, 'address' | 'shared'> {
    const peer = addressOf(request.socket.remoteAddress);
    const trust = this.config.TRUST_PROXY;
    if (trust !== undefined) return { address: networkOf(addressOf(proxyAddr(request, trust)) ?? peer), shared: false };
    const shared = isPrivate(peer) && FORWARDING.some((name) => request.headers[name] !== undefined);
    if (shared) this.warn();
    return { address: networkOf(peer), shared };
  }

  private warn(): void {
    if (this.warned) return;
    this.warned = true;
    this.logger.warn(
      'requests come through a proxy, so limits per address are off: set TRUST_PROXY to the number of proxies, or to their addresses',
    );
  }
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

const TheExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest(), response: http.getResponse() };
});

/** Every module has its own instance of a pipe, so the one `Clients` is injected into it. */
@Injectable()
class ClientPipe implements PipeTransform<Exchange, Client> {
  constructor(private readonly clients: Clients) {}

  transform({ request, response }: Exchange): Client {
    const controller = new AbortController();
    response.once('close', () => {
      controller.abort();
    });
    return { ...this.clients.of(request), requestId: requestIdOf(request), gone: controller.signal };
  }
}

/** The client of the request, as a parameter of a handler. */
export const SentBy = () => TheExchange(ClientPipe);

/**
 * The address that limits count by, from one as an operator writes it, or as the log shows it; undefined when it is none. An
 * IPv6 address is counted as its network.
 */
export function countedAddress(text: string): string | undefined {
  const address = addressOf(text.replace(/::\/64$/, '::'));
  return address && networkOf(address);
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address without the port that some proxies add; undefined when it is none. */
function addressOf(text: string | undefined = ''): Address | undefined {
  const bare = isIP(text) ? text : text.replace(/^\[(.*)\](?::\d+)?$|^([^:]*):\d+$/, '$1$2');
  return isIP(bare) ? ipaddr.process(bare) : undefined;
}

/** A connection that has been closed has no address any more; no answer reaches it. */
function networkOf(address: Address | undefined): string {
  if (!address) return 'unknown';
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

const PRIVATE = new Set(['private', 'uniqueLocal', 'linkLocal', 'loopback', 'carrierGradeNat']);

const isPrivate = (address: Address | undefined): boolean => address === undefined || PRIVATE.has(address.range());
