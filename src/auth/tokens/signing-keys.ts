import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Engine } from '../../database/engine.js';
import { keptSecret } from './kept-secret.js';
import { looksLikeToken } from './token-header.js';

/** The key that signs and verifies tokens, and the one before it, which may still verify. */
@Injectable()
export class SigningKeys {
  readonly current: KeyObject;
  private readonly previous?: KeyObject;

  constructor(config: Config, engine: Engine) {
    const key = (secret: string) => createSecretKey(secret, 'utf8');
    this.current = key(config.JWT_SECRET ?? keptSecret(engine.folder));
    this.previous = config.JWT_SECRET_PREVIOUS === undefined ? undefined : key(config.JWT_SECRET_PREVIOUS);
  }

  /** Keyed hashes of a text: by the present key first, then by the one before it. They reveal nothing about the text. */
  hashes(text: string): string[] {
    const keys = this.previous ? [this.current, this.previous] : [this.current];
    // No token begins like this, so no hash is the signature of one.
    return keys.map((key) => createHmac('sha256', key).update(`hash of a text\n${text}`).digest('base64url'));
  }

  /** The key to verify a token with; undefined when the text does not have the form of our tokens. */
  keyFor(token: string): KeyObject | undefined {
    if (!looksLikeToken(token)) return undefined;
    return this.previous && isSignedBy(this.previous, token) ? this.previous : this.current;
  }
}

function isSignedBy(key: KeyObject, token: string): boolean {
  const dot = token.lastIndexOf('.');
  const signature = createHmac('sha256', key).update(token.slice(0, dot)).digest('base64url');
  return signature === token.slice(dot + 1);
}
