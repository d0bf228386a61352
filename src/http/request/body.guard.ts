import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import {
  BadRequestException,
  type CanActivate,
  type ExecutionContext,
  HttpException,
  Injectable,
  PayloadTooLargeException,
  SetMetadata,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import type { Request } from 'express';
import rawBody from 'raw-body';
import { Config } from '../../config/config.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';

/** DTOs are flat. Only an attack nests deeper, to exhaust the stack of the code that walks the body. */
const DEEPEST = 8;

const MERGE_PATCH = Symbol('merge patch');

/** Lets a route take `application/merge-patch+json` (RFC 7396) beside plain JSON. */
export const AcceptsMergePatch = (): MethodDecorator => SetMetadata(MERGE_PATCH, true);

/**
 * Reads the JSON body (RFC 8259) of every route that declares one, and of no other. It is the first guard, since an
 * unreadable body is reported before the token is looked at.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  private readonly readers = new Map<object, boolean>();

  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!this.reads(context)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const types = Reflect.hasMetadata(MERGE_PATCH, context.getHandler()) ? [JSON_TYPE, MERGE_PATCH_TYPE] : [JSON_TYPE];
    return this.read(request, types).then((body) => {
      request.body = body;
      return true;
    });
  }

  /** Whether the handler has a parameter with `@Body()`. The answer is kept for each handler. */
  private reads(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const known = this.readers.get(handler);
    if (known !== undefined) return known;
    const params = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
    const reads = Object.keys(params).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
    this.readers.set(handler, reads);
    return reads;
  }

  private async read(request: Request, types: string[]): Promise<unknown> {
    const length = request.headers['content-length'];
    if (request.headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) return {};
    assertJson(request, types);
    const bytes = await rawBody(request, { length, limit: this.config.BODY_LIMIT }).catch((error: unknown) => {
      throw refusal(error);
    });
    return bytes.length === 0 ? {} : parse(bytes);
  }
}

function assertJson({ headers }: Request, types: string[]): void {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() !== 'identity') throw new UnsupportedMediaTypeException('The body must not be encoded');
  if (type !== JSON_TYPE && !isOneOf(types, type)) {
    throw new UnsupportedMediaTypeException(`The body must be ${types.join(' or ')} in UTF-8`);
  }
}

function isOneOf(types: string[], type = ''): boolean {
  try {
    const { essence, params } = new MIMEType(type);
    return types.includes(essence) && (params.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
  } catch {
    return false;
  }
}

/** The refusal for an error of raw-body, which carries an HTTP status. */
function refusal(error: unknown): HttpException {
  const { status } = error as { status?: number };
  return status === 413
    ? new PayloadTooLargeException('The body is too large')
    : new BadRequestException('The body was cut short');
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new BadRequestException('The body is not valid UTF-8');
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString().replace(/^\uFEFF/, ''));
  } catch {
    throw new BadRequestException('The body is not valid JSON');
  }
  if (isDeep(body)) throw new BadRequestException('The body is nested too deeply');
  return body;
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
