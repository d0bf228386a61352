/** The plan of one statement, in the words of its engine. */
export interface Plan {
  text: string;
  faults: string[];
  /** Index keys that were examined; undefined where the engine does not count them. */
  keys?: number;
}

/** Watches the statements that the repositories run on one engine. */
export interface Probe {
  engine: string;
  /** Runs `work`, and returns the plan of each of its statements; `bounded` names the columns that must bound the search. */
  watch: (work: () => Promise<unknown>, bounded?: readonly string[]) => Promise<Plan[]>;
  /** Drops every index that is not a primary key, so that the checks must fail. */
  dropIndexes: () => Promise<void>;
  close: () => Promise<void>;
}

/** The most keys that a statement may examine for the rows that it returns. */
export const mostKeys = (returned: number): number => 2 * returned + 10;
