import { Injectable } from '@nestjs/common';

/** What is going on at the door of this process. */
@Injectable()
export class Traffic {
  /** Requests that have not been answered to the end. */
  inFlight = 0;
  /** Whether the process is about to end, and should be sent no more. */
  stopping = false;
}
