import { setTimeout as wait } from 'node:timers/promises';
import type { Server } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { adoptNewerRules } from './access/access.module.js';
import { Operator } from './access/operator.js';
import type { Config } from './config.js';
import { Erasure } from './ledger/erasure.js';
import { Ledger } from './ledger/ledger.js';
import { Composition } from './platform/context.js';
import { Policies } from './platform/cqrs/policies.js';
import { StoreUnavailable, type EventStore } from './platform/event-store/event-store.js';
import { OtherLog, WrongSetting } from './platform/event-store/kurrent/errors.js';
import { WebSockets } from './platform/graphql/subscriptions/web-socket.js';
import { closeGently } from './platform/http/connections.js';
import { Readiness } from './platform/http/operations.controller.js';
import { Integrity } from './platform/integrity.js';
import type { ReportProgress } from './platform/read-model/fill.js';
import { Projector } from './platform/read-model/projector.js';
import { SecurityLog } from './platform/security-log.js';
import { CONFIG, EVENT_STORE, LOG } from './platform/tokens.js';

/** Starts and stops, in order, what runs beside requests: for the server, the command line and tests. Nest's `close` stops it. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown, OnApplicationShutdown {
  private isServing = false;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Logger,
    private readonly operator: Operator,
    private readonly composition: Composition,
    private readonly commands: CommandBus,
    private readonly ledger: Ledger,
    private readonly projector: Projector,
    private readonly erasure: Erasure,
    private readonly policies: Policies,
    private readonly integrity: Integrity,
    private readonly readiness: Readiness,
    private readonly security: SecurityLog,
    private readonly adapter: HttpAdapterHost,
    private readonly modules: ModuleRef,
  ) {}

  /** Brings ledger and views up to the log. Throws if the log cannot be read, is broken, or belongs to a newer program. */
  async start(): Promise<void> {
    await this.store.sync();
    await this.ledger.start();
    await this.projector.start();
    await this.adoptRules();
  }

  /**
   * The same for a server: it waits for a log that cannot be reached, serves what it has of a broken one, and then
   * reacts to what is recorded.
   */
  async serve(progress?: ReportProgress): Promise<void> {
    this.isServing = true;
    await this.synchronise();
    await this.ledger.start();
    await this.projector.start(progress).catch((error: unknown) => {
      if (this.integrity.state !== 'broken') throw error;
      this.log.error({ err: error }, 'the views do not follow a broken log');
    });
    if (this.integrity.state === 'sound') await this.adoptRules();
    this.erasure.start();
    this.readiness.hasStarted = true;
    this.readiness.heldBy = null;
    this.policies.start();
    // The start has compared the leaves with what was signed; all the rest is compared while the register works.
    this.ledger.examine().catch((error: unknown) => this.log.error({ err: error }, 'the log could not be checked'));
  }

  /** A server that is asked to stop says so first, and takes requests for as long as load balancers need to notice. */
  async beforeApplicationShutdown(): Promise<void> {
    const server = (this.adapter.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined)?.getHttpServer() as
      Server | undefined;
    if (server === undefined) return;
    this.readiness.isDraining = true;
    this.security.settle();
    this.security.record('sys_shutdown', 'the register was stopped');
    const sockets = this.modules.get(WebSockets, { strict: false });
    await Promise.all([this.policies.stop(), sockets.drain(this.config.drainMs), wait(this.config.drainMs)]);
    closeGently(server);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.isServing) await this.erasure.stop();
    await this.projector.stop();
    await this.ledger.stop();
    await this.store.close();
  }

  private adoptRules(): Promise<void> {
    const execute = (command: object): Promise<unknown> => this.commands.execute(command);
    return adoptNewerRules({ store: this.store, execute }, this.operator, this.composition);
  }

  /** Brings the instance in step with the log, however long that takes. If the log is away, one that has seen some of it serves that. */
  private async synchronise(): Promise<void> {
    for (;;) {
      try {
        return await this.store.sync();
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || error instanceof OtherLog || error instanceof WrongSetting)
          throw error;
        const { size } = await this.store.head();
        if (size > 0 && this.store.trouble !== null) return;
        this.readiness.heldBy = this.store.trouble ?? `following the log, ${size} entries so far`;
        await wait(1000);
      }
    }
  }
}
