/** A mistake in an adapter that the contract suites must notice. */
export interface Mutant {
  name: string;
  /** The suites that must notice it, by the start of their file names. */
  suites: 'todos' | 'users' | 'sessions';
  file: string;
  /** The text that is replaced; the file has it exactly once. */
  find: string;
  replace: string;
}

/** The mutants of one file. */
export const mutantsOf = (
  suites: Mutant['suites'],
  file: string,
  ...changes: [name: string, find: string, replace: string][]
): Mutant[] => changes.map(([name, find, replace]) => ({ name, suites, file, find, replace }));
