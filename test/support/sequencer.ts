import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the files of a project that wait for other processes first, so that the others use the processor meanwhile. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waits = ({ moduleId }: TestSpecification) => /\/test\/(mongodb|process|tools)\//.test(moduleId);
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    return [...byProject.values()].flatMap((all) => [...all.filter(waits), ...all.filter((file) => !waits(file))]);
  }
}
