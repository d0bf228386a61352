import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Unavailable } from '../errors.js';
import { Traffic } from '../http/middleware/traffic.js';
import { Config } from '../config/config.js';
import { Engine } from '../database/engine.js';

/** How long a probe waits for the engine, in milliseconds. It is half of the default time-out of a Kubernetes probe. */
const WAITS_MS = 500;

/** Whether this process should be sent requests. */
@Injectable()
export class HealthService {
  /** How many answers of the engine the last probe saw. */
  private answersSeen = 0;
  /** The time of the first of the probes in a row that saw no new answer of the engine; undefined while they see some. */
  private awaySince?: number;

  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
    private readonly traffic: Traffic,
  ) {}

  /**
   * Resolves when this process can serve. The engine has answered before anyone can ask, since a start waits for it.
   * Any answer since the last probe counts, a late one and one to a request as well. A busy process, and an engine that is
   * slow for all replicas, are therefore ready: to take them out would only load the others.
   * @throws Unavailable while the process stops, and when the engine has answered nothing for `READY_GRACE`
   */
  async ready(): Promise<void> {
    if (this.traffic.stopping) throw new Unavailable('The server is stopping');
    await this.askEngine();
    if (this.engine.answers !== this.answersSeen) {
      this.answersSeen = this.engine.answers;
      this.awaySince = undefined;
      return;
    }
    this.awaySince ??= performance.now();
    if (performance.now() - this.awaySince >= this.config.READY_GRACE)
      throw new Unavailable('The database does not answer');
  }

  /** Resolves when the engine has answered, when it cannot, and after `WAITS_MS`. */
  private async askEngine(): Promise<void> {
    const stop = new AbortController();
    const late = sleep(WAITS_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    await Promise.race([this.engine.ping().catch(() => undefined), late]);
    stop.abort();
  }
}
