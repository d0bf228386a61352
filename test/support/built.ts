/** Imports a module of the build. The sources have decorators, which Node cannot strip. */
export const built = async <T>(path: string): Promise<T> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
