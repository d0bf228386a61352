import type { Socket } from 'node:net';

/** The part of a socket's handle by which Node itself sees in its time-outs whether a write makes progress. */
interface Handle {
  bytesWritten: number;
  writeQueueSize: number;
}

/** The bytes that the kernel has taken from a connection, of a write that is under way as well; 0 when it is closed. */
export function takenFrom(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { _handle?: Handle | null };
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}
