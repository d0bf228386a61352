/** The database of this process, on either engine. */
export abstract class Engine {
  abstract readonly kind: 'sqlite' | 'mongodb';
  /** Where the data is, as an operator would look for it; without credentials. */
  abstract readonly location: string;
  /** The folder that this process alone uses, made before anyone can ask for it; undefined when the data is elsewhere. */
  abstract readonly folder: string | undefined;
  /**
   * Brings the tables or indexes of all opened adapters up to date. It may be repeated, and several processes may do it at once.
   * @throws StartError
   */
  abstract migrate(): Promise<void>;
  /** Resolves when the engine answers. @throws Unavailable */
  abstract ping(): Promise<void>;
  /** Finishes the writes that were begun and releases every resource. */
  abstract close(): Promise<void>;
}
