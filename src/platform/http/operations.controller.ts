import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EventStore } from '../event-store/event-store.js';
import { Projector } from '../read-model/projector.js';
import { EVENT_STORE } from '../tokens.js';
import { Metrics } from './metrics.js';

/** Whether this process means to take requests: false once it has been asked to stop. */
export class Readiness {
  isDraining = false;
  /** Why it is not ready although the views have caught up, such as an import under way; null when nothing stands against it. */
  heldBy: string | null = 'starting';
}

/** For those who run the register: is it alive, is it ready, how does it do. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly projector: Projector,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'live' };
  }

  /** 200 when requests are welcome; 503 with the reason while views catch up, an import runs or the process is stopping. */
  @Get('health/ready')
  async ready(@Res() reply: FastifyReply) {
    const size = this.projector.size;
    const reason = this.readiness.isDraining ? 'stopping' : (this.readiness.heldBy ?? this.projector.trouble);
    const log = await this.store.head().then(
      ({ size }) => size,
      () => null,
    );
    const isReady = reason === null && log !== null && size >= log;
    void reply
      .status(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not ready', reason: reason ?? (log === null ? 'the log is not available' : null), entries: log, views: size });
  }

  @Get('metrics')
  async measure(@Res() reply: FastifyReply) {
    const { size } = await this.store.head();
    void reply.type(this.metrics.contentType).send(await this.metrics.text(size, this.projector.size));
  }
}
