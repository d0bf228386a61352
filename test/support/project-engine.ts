/** The configuration of a process on the engine, and on the data, of the tests that run it. */
export function projectEngine(): Record<string, string> {
  const { MONGODB_URI, DATA_DIR = '' } = process.env;
  return MONGODB_URI === undefined ? { DATA_DIR } : { MONGODB_URI };
}
