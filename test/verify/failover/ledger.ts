/** The state of one todo as its client knows it: after a write without an answer there are several possible ones. */
export interface Known {
  id?: string;
  there: 'yes' | 'no' | 'maybe';
  statuses: string[];
}

/** The answers that clients had while the database failed, to be compared with the rows that it has in the end. */
export class Ledger {
  readonly todos = new Map<string, Known>();
  readonly statuses = new Map<number, number>();
  readonly violations: string[] = [];
  acknowledged = 0;
  /** The longest time in which no client had a write acknowledged, and the longest wait for one answer, since `restart`. */
  gap = 0;
  slowest = 0;
  private recent: number[] = [];
  private last = performance.now();
  private waiting: (() => void)[] = [];

  /** Notes an answer; `expected` are the statuses that are right beside 503. */
  answered(what: string, { status, ms }: { status: number; ms: number }, expected: number): boolean {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.slowest = Math.max(this.slowest, ms);
    if (status !== expected && status !== 503) this.violations.push(`${what} was answered with ${status}`);
    return status === expected;
  }

  /** Notes that a write was acknowledged just now. */
  acknowledge(): void {
    const now = performance.now();
    this.acknowledged++;
    this.gap = Math.max(this.gap, now - this.last);
    this.last = now;
    this.recent.push(now);
    if (this.recent.length > 1_000) this.recent = this.recent.slice(-500);
    for (const look of this.waiting) look();
  }

  /** How many writes were acknowledged in the last `ms`. */
  within(ms: number): number {
    const from = performance.now() - ms;
    return this.recent.filter((at) => at >= from).length;
  }

  /** Resolves at the moment when `count` writes have been acknowledged within `ms`. */
  busy(count: number, ms: number): Promise<void> {
    return new Promise((done) => {
      const look = () => {
        if (this.within(ms) < count) return;
        this.waiting = this.waiting.filter((one) => one !== look);
        done();
      };
      this.waiting.push(look);
    });
  }

  /** Starts a new measurement. */
  restart(): void {
    this.gap = 0;
    this.slowest = 0;
    this.last = performance.now();
  }

  /** Compares with the stored rows. @returns how many todos are lost, and how many are stored twice */
  compare(rows: { id: string; title: string; status: string }[]): { lost: number; duplicated: number } {
    const found = Map.groupBy(rows, ({ title }) => title);
    let [lost, duplicated] = [0, 0];
    for (const [title, known] of this.todos) {
      const [row, ...more] = found.get(title) ?? [];
      if (more.length > 0) duplicated++;
      const wrong =
        (known.there === 'yes' && row === undefined) ||
        (known.there === 'no' && row !== undefined) ||
        (row !== undefined && known.id !== undefined && row.id !== known.id) ||
        (row !== undefined && !known.statuses.includes(row.status));
      if (wrong) {
        lost++;
        this.violations.push(`${title}: clients know ${JSON.stringify(known)}, and there is ${JSON.stringify(row)}`);
      }
    }
    for (const title of found.keys()) if (!this.todos.has(title)) this.violations.push(`${title} was added by nobody`);
    return { lost, duplicated };
  }
}
