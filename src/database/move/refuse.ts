import { StartError } from '../../config/start-error.js';
import type { Mark } from './store.js';

/** A store that is about to be opened. */
interface Opened {
  location: string;
  mark: Mark | undefined;
}

/** @throws StartError when a move has not filled the store to its end */
export function refuseHalf({ location, mark }: Opened): void {
  if (mark?.filling)
    throw new StartError(
      `${location} holds a part of what data:move was copying; let the same data:move go on to its end, or empty it`,
    );
}

/**
 * @param use what to set instead
 * @throws StartError when the data of the store has been moved, so that nobody goes on with the copy that was left
 */
export function refuseMoved({ location, mark }: Opened, use: string): void {
  if (mark?.to !== undefined)
    throw new StartError(
      `The data of ${location} has been moved to ${mark.to}; ${use}, or SERVE_MOVED_DATA=true to go on with what was left here`,
    );
}
