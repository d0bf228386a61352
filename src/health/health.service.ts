import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Unavailable } from '../errors.js';
import { Traffic } from '../http/middleware/traffic.js';
import { Config } from '../config/config.js';
import { Engine } from '../database/engine.js';

/** Half of the default time-out of a Kubernetes probe. */
const ANSWER_WITHIN_MS = 500;

/** Whether this process should be sent requests. */
@Injectable()
export class HealthService {
  /** The time of the first probe that the engine did not answer; undefined while it answers. */
  private awaySince?: number;

  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
    private readonly traffic: Traffic,
  ) {}

  /**
   * Resolves when this process can serve. The engine has answered before anyone can ask, since a start waits for it.
   * @throws Unavailable while the process stops, and when the engine has been away for `READY_GRACE`
   */
  async ready(): Promise<void> {
    if (this.traffic.stopping) throw new Unavailable('The server is stopping');
    if (await this.engineAnswers()) {
      this.awaySince = undefined;
      return;
    }
    this.awaySince ??= performance.now();
    if (performance.now() - this.awaySince >= this.config.READY_GRACE)
      throw new Unavailable('The database does not answer');
  }

  private async engineAnswers(): Promise<boolean> {
    const stop = new AbortController();
    const answer = this.engine.ping().then(
      () => true,
      () => false,
    );
    const late = sleep(ANSWER_WITHIN_MS, false, { signal: stop.signal }).catch(() => false);
    const answers = await Promise.race([answer, late]);
    stop.abort();
    return answers;
  }
}
