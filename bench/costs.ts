// The table: what each line costs each contender.
import { checkConformance } from './conformance.ts';
import type { Contender } from './contender.ts';
import { measured } from './fixture.ts';
import { LINES, SIGN_IN } from './lines.ts';
import { costsOf, printCosts, printProcesses, printRun, writeJson } from './report.ts';
import { entriesOf, measure } from './rounds.ts';
import { measureSignIns, printSignIns, type SignIns } from './sign-ins.ts';
import { type Run, withField } from './with-field.ts';

const NOTES = `ours runs with RATE_LIMIT_ENABLED=false, since the contenders limit nobody. Its other limits are on, and they have none
of them: todos of one user, streamed lists and memory for answers, overload, deadline, slow clients, free disk.`;

const withDuties = (field: readonly Contender[]) => field.filter(({ plan }) => plan.duties);

/** Measures the lines, and prints and writes what was found. */
export function measureCosts(run: Run): Promise<void> {
  const { flags, cores } = run;
  return withField(
    run,
    () => measured.todos,
    async (field) => {
      if (!flags.severalBuilds) await checkConformance(field);
      const lines = LINES.filter(({ key }) => flags.only.includes(key));
      const entries = entriesOf(lines, field);
      const rounds = lines.length > 0 ? await measure(entries, flags) : 0;
      const costs = costsOf(entries);
      printRun(run, `${rounds} whole rounds`);
      if (lines.length > 0) printCosts(costs, 'min', 'ours');
      if (lines.length > 0) printCosts(costs, 'median', 'ours');
      let signIns: SignIns[] = [];
      if (flags.only.includes(SIGN_IN)) signIns = await measureSignIns(withDuties(field), cores);
      if (signIns.length > 0) printSignIns(signIns);
      printProcesses(field);
      console.log(`\n${NOTES}`);
      writeJson(run, { rounds, notes: NOTES, costs, signIns });
    },
  );
}
