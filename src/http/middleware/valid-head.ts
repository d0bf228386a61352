import { BadRequestException, HttpException, HttpStatus } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { countHeader } from '../request/count-header.js';

/**
 * Validates the parts of a request's head that Node leaves to us: there is one `Host` (RFC 9112, 3.2), and `Expect` asks for
 * nothing but `100-continue` (RFC 9110, 10.1.1). It also makes a path with malformed percent-encoding readable, so that the
 * request is refused like any other with a wrong parameter: after the token has been looked at, with the parameter's message.
 */
export function validHead(request: Request, _: Response, next: NextFunction): void {
  if (request.url.includes('%')) request.url = decodable(request.url);
  const { expect } = request.headers;
  if (countHeader(request.rawHeaders, 'host') > 1)
    next(new BadRequestException('The request must have one Host header'));
  else if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    next(new HttpException('Expect must be 100-continue', HttpStatus.EXPECTATION_FAILED));
  } else next();
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
