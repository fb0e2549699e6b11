import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import { uuidv7 } from 'uuidv7';
import { AppModule } from './app.module.js';
import { Ledger } from './ledger/ledger.js';
import { AnswerCache, answerFromCache } from './platform/graphql/answer-cache.js';
import { isGraphqlPath } from './platform/http/paths.js';
import type { Identify } from './platform/graphql/context.js';
import type { EventStore } from './platform/event-store/event-store.js';
import { proxies } from './platform/http/addresses.js';
import { Allowances } from './platform/http/allowances.js';
import { boundConnections, timeouts } from './platform/http/connections.js';
import { answerUnreadable, answerUnroutable, Faults } from './platform/http/faults.js';
import { nestLog } from './platform/http/log.js';
import { Metrics } from './platform/http/metrics.js';
import { Readiness } from './platform/http/operations.controller.js';
import { guardOrigins, Origins } from './platform/http/origins.js';
import { countRequests, observeRequests, requestId, takeOnlyHosts, takeOnlyJson } from './platform/http/requests.js';
import { Integrity } from './platform/integrity.js';
import { limits } from './platform/limits.js';
import { Bases } from './platform/read-model/bases.js';
import type { Progress } from './platform/read-model/fill.js';
import { Projector } from './platform/read-model/projector.js';
import { EVENT_STORE, IDENTIFY } from './platform/tokens.js';

/** A register that listens. */
export interface Server {
  readonly app: NestFastifyApplication;
  /** `http://host:port`, with the port it really has. */
  readonly url: string;
  /** Brings the views up to the log; only then is the register ready, unless `holdReady` says otherwise. */
  catchUp(progress?: Progress): Promise<void>;
  /** Says or unsays that something else stands against taking requests. */
  holdReady(reason: string | null): void;
  /** Stops taking requests, lets those under way end, then closes views and log. */
  stop(): Promise<void>;
}

/** Opens the log and listens; the views catch up when `catchUp` is called, so that health can be asked meanwhile. */
export async function startServer(given: Parameters<typeof AppModule.with>[0]): Promise<Server> {
  const { config, log } = given;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: true,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerUnroutable,
    ...timeouts,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id'], uuidv7),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(given), adapter, {
    logger: nestLog(log),
    rawBody: true,
    abortOnError: false,
    forceCloseConnections: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  const readiness = app.get(Readiness);
  const projector = app.get(Projector);
  const metrics = app.get(Metrics);
  const integrity = app.get(Integrity);
  const ledger = app.get(Ledger);
  app.useGlobalFilters(new Faults(log, fastify));
  boundConnections(app.getHttpServer(), proxies(config.trustedProxies));
  observeRequests(fastify, { log, metrics, readiness });
  countRequests(fastify, app.get(Allowances), app.get<Identify>(IDENTIFY));
  takeOnlyHosts(fastify);
  guardOrigins(fastify, app.get(Origins));
  takeOnlyJson(fastify, isGraphqlPath);
  if (config.answerCacheMb > 0) {
    answerFromCache(
      fastify,
      isGraphqlPath,
      new AnswerCache(
        () =>
          `${projector.size}/${projector.isReady ? projector.current.effectiveOn : 'not ready'}/${integrity.trouble === null ? 'sound' : integrity.checkedAt}`,
        config.answerCacheMb * 1024 * 1024,
        () => metrics.cachedAnswers.inc(),
      ),
    );
  }
  await app.listen(config.port, config.host);
  return {
    app,
    url: (await app.getUrl()).replace('[::1]', 'localhost'),
    catchUp: async (progress) => {
      await ledger.start();
      await projector.start(progress).catch((error: unknown) => {
        // Views that cannot go on over a broken log still say what they hold.
        if (integrity.state !== 'broken') throw error;
        log.error({ err: error }, 'the views do not follow a broken log');
      });
      readiness.heldBy = null;
      // The start has compared the leaves with what was signed; all the rest is compared while the register works.
      ledger.examine().catch((error: unknown) => log.error({ err: error }, 'the log could not be checked'));
    },
    holdReady: (reason) => (readiness.heldBy = reason),
    stop: async () => {
      readiness.isDraining = true;
      await new Promise((resolve) => setTimeout(resolve, config.drainMs));
      await app.close();
      app.get(Bases).close();
      await projector.stop();
      await ledger.stop();
      await app.get<EventStore>(EVENT_STORE).close();
    },
  };
}
