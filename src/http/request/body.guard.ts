import { isAscii, isUtf8 } from 'node:buffer';
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
import { received, stepBegan } from '../../observations.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';

/** DTOs are flat. Only an attack nests deeper, to exhaust the stack of the code that walks the body. */
const DEEPEST = 8;

/** Properties and elements of a body, at all levels. A thousand of them would hold up other requests while they are validated. */
const MOST_PROPERTIES = 100;

/** The longest Content-Type, in characters. Node needs a time to parse it that grows with the square of its length. */
const LONGEST_TYPE = 256;

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
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    if (coding === undefined && (length === undefined || length === '0')) return {};
    const unsupported = unsupportedType(request, types);
    // A body of no bytes is no body, so the media type matters only when the first byte comes.
    const limit = unsupported ? 0 : this.config.BODY_LIMIT;
    // raw-body would find the same, but its error costs more than the rest of the refusal.
    if (coding === undefined && Number(length) > limit) throw unsupported ?? tooLarge();
    stepBegan.tell({ step: 'receiving' });
    const bytes = await rawBody(request, { length, limit })
      .catch((error: unknown) => {
        throw refusal(error, unsupported);
      })
      .finally(() => {
        received.tell(undefined);
      });
    return bytes.length === 0 ? {} : parse(bytes, charsetOf(request));
  }
}

/** The refusal of a body that is not one of the media types, in UTF-8 and not encoded; undefined when it is. */
function unsupportedType({ headers }: Request, types: string[]): UnsupportedMediaTypeException | undefined {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() !== 'identity') return new UnsupportedMediaTypeException('The body must not be encoded');
  if (type === JSON_TYPE) return undefined;
  const { essence, charset } = mediaType(type);
  if (types.includes(essence) && charset !== undefined) return undefined;
  return new UnsupportedMediaTypeException(`The body must be ${types.join(' or ')} in UTF-8`);
}

/** The encodings of text that are read. US-ASCII (RFC 20) is a part of UTF-8. */
type Charset = 'utf-8' | 'us-ascii';

const charsetOf = ({ headers }: Request): Charset => mediaType(headers['content-type']).charset ?? 'utf-8';

/** The media type of a Content-Type and the charset it names, UTF-8 by default; undefined for another charset. */
function mediaType(type = ''): { essence: string; charset?: Charset } {
  if (type.length > LONGEST_TYPE) return { essence: '' };
  try {
    const { essence, params } = new MIMEType(type);
    const label = params.get('charset') ?? 'utf-8';
    if (label.toLowerCase() === 'us-ascii') return { essence, charset: 'us-ascii' };
    // The WHATWG labels of UTF-8, such as `utf8`. An unknown label throws.
    return { essence, charset: new TextDecoder(label).encoding === 'utf-8' ? 'utf-8' : undefined };
  } catch {
    return { essence: '' };
  }
}

/** The refusal for an error of raw-body, which carries an HTTP status. */
function refusal(error: unknown, unsupported?: UnsupportedMediaTypeException): HttpException {
  if ((error as { status?: number }).status !== 413) return new BadRequestException('The body was cut short');
  return unsupported ?? tooLarge();
}

const tooLarge = () => new PayloadTooLargeException('The body is too large');

function parse(bytes: Buffer, charset: Charset): unknown {
  if (charset === 'us-ascii' && !isAscii(bytes)) throw new BadRequestException('The body is not valid US-ASCII');
  if (!isUtf8(bytes)) throw new BadRequestException('The body is not valid UTF-8');
  // Building thousands of properties only to refuse them would hold up other requests for milliseconds.
  if (commas(bytes, MOST_PROPERTIES) === MOST_PROPERTIES) throw tooManyProperties();
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString().replace(/^\uFEFF/, ''));
  } catch {
    throw new BadRequestException('The body is not valid JSON');
  }
  validateSize(body);
  return body;
}

/** Validates the nesting of a body and the number of its properties, before anything is built from it. */
function validateSize(body: unknown): void {
  let level = [body];
  for (let depth = 0, properties = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new BadRequestException('The body is nested too deeply');
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
    properties += level.length;
    if (properties > MOST_PROPERTIES) throw tooManyProperties();
  }
}

const tooManyProperties = () => new BadRequestException('The body has too many properties');

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];

/** The commas of a JSON text that are outside of strings, counted up to `most`. The text has more properties than commas. */
function commas(json: Buffer, most: number): number {
  let found = 0;
  let isInString = false;
  for (let index = 0; index < json.length && found < most; index++) {
    const byte = json[index];
    if (byte === QUOTE) isInString = !isInString;
    else if (byte === BACKSLASH) index++;
    else if (byte === COMMA && !isInString) found++;
  }
  return found;
}
