import { loadConfig } from '../../../src/config/load-config.js';
import { StartError } from '../../../src/config/start-error.js';

/** As short as a key may be. */
export const KEY = 'k3y-'.repeat(8);

/** The faults that `loadConfig` reports, one a line. */
export function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const [head, ...faults] = error.message.split('\n  ');
    if (head !== 'The configuration is not usable:') throw new Error(`another message: ${error.message}`);
    return faults;
  }
}
