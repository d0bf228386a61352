/** Any one of all. @throws when there is none */
export function anyOf<T>(all: readonly T[]): T {
  const index = Math.floor(Math.random() * all.length);
  if (index >= all.length) throw new Error('there is nothing to choose from');
  return all[index] as T;
}
