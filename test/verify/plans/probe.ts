/** How one statement was run, in the words of its engine. */
export interface Plan {
  text: string;
  /** What is wrong with it. */
  faults: string[];
  /** Index keys that were examined; undefined where the engine does not count them. */
  keys?: number;
}

/** Looks at the statements that the repositories run on one engine. */
export interface Probe {
  engine: string;
  /** Runs `work` and tells how each statement of it was run; `bounded` names what the search in an index must be bounded by. */
  watch: (work: () => Promise<unknown>, bounded?: readonly string[]) => Promise<Plan[]>;
  /** Drops every index that is not a primary key, so that the check can be seen to fail. */
  dropIndexes: () => Promise<void>;
  close: () => Promise<void>;
}

/** The most keys that a statement may look at for what it returns. */
export const mostKeys = (returned: number): number => 2 * returned + 10;
