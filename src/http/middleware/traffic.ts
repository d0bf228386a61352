import { Injectable } from '@nestjs/common';

/** The requests of this process, and whether it still wants more. */
@Injectable()
export class Traffic {
  /** The number of requests that are not fully answered yet. */
  inFlight = 0;
  /** Whether the process is stopping, so that balancers should send it no more requests. */
  stopping = false;
}
