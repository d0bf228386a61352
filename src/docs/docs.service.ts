import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/** The same path leads to the file from the build and from source, as both folders are beside it. */
const DOCUMENT = new URL('../../openapi.json', import.meta.url);

/** Finds the document and Swagger UI at their first use. */
@Injectable()
export class DocsService {
  private text?: string;
  private dir?: string;

  constructor(private readonly config: Config) {}

  /** The document as JSON. Its server is the prefix of this instance. */
  document(): string {
    this.text ??= JSON.stringify({
      ...(JSON.parse(readFileSync(DOCUMENT, 'utf8')) as object),
      servers: [{ url: `/${this.config.API_PREFIX}` }],
    });
    return this.text;
  }

  /** The folder of Swagger UI's files. */
  assets(): string {
    this.dir ??= dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    return this.dir;
  }
}
