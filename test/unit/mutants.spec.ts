import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mongodbMutants } from '../verify/mutants/mongodb.js';
import { sqliteMutants } from '../verify/mutants/sqlite.js';

it('each mutant of verify -- mutants changes one place of its file', () => {
  const mutants = [...sqliteMutants, ...mongodbMutants];
  expect(mutants.length).toBeGreaterThan(80);
  const places = mutants.map(({ file, find }) => readFileSync(file, 'utf8').split(find).length - 1);
  expect(mutants.filter((_, index) => places[index] !== 1).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
