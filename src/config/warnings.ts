import type { Config } from './config.js';

/** Whether a secret is one character repeated, which is easily guessed however long it is. */
export const isOneCharacter = (secret = ''): boolean => /^(.)\1*$/su.test(secret);

/** The advice for a signing key that is one character repeated. */
export const guessable = (name: string): string =>
  `${name} is one character repeated, so others can guess it and sign tokens; make one by openssl rand -hex 32`;

/** Sentences about settings that are valid and still risky. They quote no secret. */
export function warningsOf(config: Config): string[] {
  const keys = (['JWT_SECRET', 'JWT_SECRET_PREVIOUS'] as const).filter((name) => isOneCharacter(config[name]));
  const open = config.TODO_VISIBILITY === 'everyone' && config.REGISTRATION === 'open';
  return [
    ...keys.map(guessable),
    ...(open ? ['TODO_VISIBILITY=everyone and REGISTRATION=open let anyone register and change every todo'] : []),
  ];
}
