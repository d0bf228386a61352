import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/** The same path leads to the file from the build and from source, as both folders are beside it. */
const DOCUMENT = new URL('../../openapi.json', import.meta.url);

/** A file and its strong entity tag. */
interface Asset {
  bytes: Buffer;
  etag: string;
}

/** Finds the document and Swagger UI at their first use. */
@Injectable()
export class DocsService {
  private text?: string;
  private dir?: string;
  private readonly assets = new Map<string, Asset>();

  constructor(private readonly config: Config) {}

  /** The document as JSON. Its server is the prefix of this instance. */
  document(): string {
    this.text ??= JSON.stringify({
      ...(JSON.parse(readFileSync(DOCUMENT, 'utf8')) as object),
      servers: [{ url: `/${this.config.API_PREFIX}` }],
    });
    return this.text;
  }

  /** A file of Swagger UI. Every answer shares its bytes: a file that is opened for each answer takes a descriptor each time. */
  asset(name: string): Asset {
    const known = this.assets.get(name);
    if (known) return known;
    this.dir ??= dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    const bytes = readFileSync(join(this.dir, name));
    const asset = { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
    this.assets.set(name, asset);
    return asset;
  }
}
