/** A mistake that somebody could make, and that the contract suites must notice. */
export interface Mutant {
  name: string;
  /** The suites that speak of it: what the names of their files begin with. */
  suites: 'todos' | 'users' | 'sessions';
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
}

/** The mutants of one file. */
export const mutantsOf = (
  suites: Mutant['suites'],
  file: string,
  ...changes: [name: string, find: string, replace: string][]
): Mutant[] => changes.map(([name, find, replace]) => ({ name, suites, file, find, replace }));
