/** The one database of this process, whichever engine it is. */
export abstract class Engine {
  abstract readonly kind: 'sqlite' | 'mongodb';
  /** Where the data is, as an operator would look for it; without credentials. */
  abstract readonly location: string;
  /** Brings what the opened repositories need up to date; safe to repeat, and to run in several processes at once. */
  abstract migrate(): Promise<void>;
  /** Resolves when the engine answers. @throws Unavailable */
  abstract ping(): Promise<void>;
  /** Finishes what was begun and lets go of every resource. */
  abstract close(): Promise<void>;
}
