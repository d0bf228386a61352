import { BadRequestException, HttpException, HttpStatus } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/**
 * Validates the parts of a request's head that Node leaves to us: there is one `Host` (RFC 9112, 3.2), and `Expect` asks for
 * nothing but `100-continue` (RFC 9110, 10.1.1). It also makes a path with malformed percent-encoding readable, so that the
 * request is refused like any other with a wrong parameter: after the token has been looked at, with the parameter's message.
 */
export function validHead(request: Request, _: Response, next: NextFunction): void {
  if (request.url.includes('%')) request.url = decodable(request.url);
  const { expect } = request.headers;
  if (hasSeveralHosts(request.rawHeaders)) next(new BadRequestException('The request must have one Host header'));
  else if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    next(new HttpException('Expect must be 100-continue', HttpStatus.EXPECTATION_FAILED));
  } else next();
}

function hasSeveralHosts(rawHeaders: string[]): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}

/** The same URL. In a path that cannot be decoded (RFC 3986, 2.1) each `%` stands for itself. */
function decodable(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}
