import { Controller, Get } from '@nestjs/common';
import { Answers } from '../http/answer/answers.js';
import { Public } from '../http/request/public.js';
import { HealthService } from './health.service.js';

/** The `data` of a probe. */
class HealthResponse {
  static from() {
    return { status: 'ok' };
  }
}

/** Serves probes: `live` says that the process answers, `ready` that its engine answers, too. */
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @Answers(200, null, { data: HealthResponse })
  live() {
    return undefined;
  }

  @Get('ready')
  @Answers(200, null, { data: HealthResponse })
  ready() {
    return this.health.ready();
  }
}
