import { extname } from 'node:path';
import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Bare } from '../http/answer/answers.js';
import { unknownRoute } from '../http/answer/errors.filter.js';
import { withoutHeader } from '../http/answer/head.js';
import { Public } from '../http/request/public.js';
import { DocsGuard } from './docs.guard.js';
import { DocsService } from './docs.service.js';
import { CONTENT_SECURITY_POLICY, INIT, PAGE } from './page.js';

/** The files of the page that come from Swagger UI's own package. */
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Serves the OpenAPI document and Swagger UI. Neither is loaded before its first request. */
@Public()
@Bare()
@UseGuards(DocsGuard)
@Controller()
export class DocsController {
  constructor(private readonly docs: DocsService) {}

  @Get('openapi.json')
  document(@Res() response: Response): void {
    response.type('json').send(this.docs.document());
  }

  @Get('docs')
  page(@Res() response: Response): void {
    asPage(response).type('html').send(PAGE);
  }

  @Get('docs/init.js')
  init(@Res() response: Response): void {
    asPage(response).type('js').send(INIT);
  }

  @Get('docs/:file')
  asset(@Param('file') file: string, @Req() request: Request, @Res() response: Response): void {
    if (!ASSETS.includes(file)) throw unknownRoute(request);
    const { bytes, etag } = this.docs.asset(file);
    asPage(response).setHeader('ETag', etag).type(extname(file)).send(bytes);
  }
}

/** Over plain http, browsers log a warning for each of these two headers, so the page goes without them. */
function asPage(response: Response): Response {
  withoutHeader(response, 'cross-origin-opener-policy');
  withoutHeader(response, 'origin-agent-cluster');
  return response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
}
