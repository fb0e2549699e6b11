import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Policies } from '../cqrs/policies.js';
import type { EventStore } from '../event-store/event-store.js';
import { Projector } from '../read-model/projector.js';
import { Integrity } from '../integrity.js';
import { EVENT_STORE } from '../tokens.js';
import { Metrics } from './metrics.js';

/** Whether this process means to take requests: false once it has been asked to stop. */
export class Readiness {
  isDraining = false;
  /** Whether the views have seen all of the log that there was at the start. Before that a register answers only how it is. */
  hasStarted = false;
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
    private readonly integrity: Integrity,
    private readonly policies: Policies,
  ) {}

  /** 200 as long as the process answers; it says beside that when the log was found broken. */
  @Get('health/live')
  live() {
    return { status: 'live', ...(this.integrity.trouble !== null && { integrity: this.integrity.trouble }) };
  }

  /** 200 when requests are welcome; 503 with the reason while views catch up, an import runs or the process is stopping. A register that
   * serves reads only, because its log was found broken or its event store is away, is ready for those and says so. */
  @Get('health/ready')
  async ready(@Res() reply: FastifyReply) {
    const size = this.projector.size;
    const reason = this.readiness.isDraining ? 'stopping' : (this.readiness.heldBy ?? this.projector.trouble);
    const log = await this.store.head().then(
      ({ size }) => size,
      () => null,
    );
    const isReady = reason === null && log !== null && size >= log;
    const trouble = this.integrity.trouble ?? this.store.trouble;
    void reply.status(isReady ? 200 : 503).send({
      status: isReady ? (trouble === null ? 'ready' : 'read only') : 'not ready',
      reason: reason ?? (log === null ? 'the log is not available' : trouble),
      entries: log,
      views: size,
    });
  }

  /** Which nodes of the event store still hold words that were redacted, as they were not scavenged since, and how that is done. */
  @Get('health/scavenges')
  scavenges() {
    const { status, owed, running } = this.store.scavenging ?? { status: 'not needed', owed: [], running: [] };
    const how = owed.map((node) => `curl -X POST -u '<account in $ops>' https://${node}/admin/scavenge`);
    return { status, owed, running, how };
  }

  @Get('metrics')
  async measure(@Res() reply: FastifyReply) {
    const { size } = await this.store.head();
    this.metrics.owesScavenges(this.store.scavenging);
    void reply
      .type(this.metrics.contentType)
      .send(await this.metrics.text(size, this.projector.size, this.policies.standings()));
  }
}
