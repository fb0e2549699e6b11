import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import { uuidv7 } from 'uuidv7';
import { AppModule, type RegisterOptions } from './app.module.js';
import { IdentityDatabase } from './identity/database/database.js';
import { Erasures } from './identity/people/erasures.js';
import { SignIn } from './identity/sign-in/sign-in.js';
import type { Identify } from './kernel/caller.js';
import { Erasure } from './ledger/erasure.js';
import { AnswerCache } from './platform/graphql/answers/answer-cache.js';
import { answerFromCache } from './platform/graphql/answers/cached-answers.js';
import { Lifecycle } from './lifecycle.js';
import { ParsedDocuments } from './platform/graphql/admission/parsed-documents.js';
import { takeOnlyQueriesByGet } from './platform/graphql/resolvers/reads.js';
import { proxies, withoutPorts } from './platform/http/addresses.js';
import { Allowances } from './platform/http/allowances.js';
import { compressAnswers } from './platform/http/compression.js';
import { boundConnections, timeouts } from './platform/http/connections.js';
import { answerUnreadable, answerUnroutable, Faults, type ShowFault } from './platform/http/faults.js';
import { nestLog } from './platform/http/log.js';
import { Metrics } from './platform/http/metrics.js';
import { PublicUrl } from './platform/http/public-url.js';
import { Readiness } from './platform/http/operations.controller.js';
import { guardOrigins, Origins } from './platform/http/origins.js';
import { isGraphqlPath } from './platform/http/paths.js';
import { Refusals } from './platform/http/refusals.js';
import {
  chargeBodies,
  countRequests,
  observeRequests,
  requestId,
  takeOnlyHosts,
  takeOnlyJson,
} from './platform/http/requests.js';
import { waitForSeenEntries } from './platform/http/seen-entry.js';
import { Integrity } from './platform/integrity.js';
import { limits } from './platform/limits.js';
import { SecurityLog } from './platform/security-log.js';
import type { ReportProgress } from './platform/read-model/fill.js';
import { Projector } from './platform/read-model/projector.js';
import { IDENTIFY } from './platform/tokens.js';
import { isPage } from './web/parts/address.js';
import type { SiteFiles } from './web/assets.js';
import { GraphqlConsole, showConsole } from './web/console.js';
import { FaultPages } from './web/pages/fault-pages.js';
import { allowPageFiles } from './web/pages/page-headers.js';
import { SITE_FILES } from './web/tokens.js';

/** A register that listens. */
export interface Server {
  readonly app: NestFastifyApplication;
  /** `http://host:port`, with the port it really has. */
  readonly url: string;
  /** Brings the views up to the log; only then is the register ready, unless `holdReady` says otherwise. */
  catchUp(progress?: ReportProgress): Promise<void>;
  /** The one-time link that makes its holder the first of the secretariat; null when there is one, or the operator may not act. */
  firstLink(): Promise<string | null>;
  /** When another instance has made the first link that is good now; null where none has. */
  firstLinkElsewhere(): Promise<string | null>;
  /** Says or unsays that something else stands against taking requests. */
  holdReady(reason: string | null): void;
  /** Stops reacting and taking requests, lets what is under way end, then closes views and log. */
  stop(): Promise<void>;
}

/** Opens the log and listens; the views catch up when `catchUp` is called, so that health can be asked meanwhile. */
export async function startServer(given: RegisterOptions): Promise<Server> {
  const { config, log } = given;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: false,
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
  });
  const fastify = app.getHttpAdapter().getInstance();
  const readiness = app.get(Readiness);
  const projector = app.get(Projector);
  const metrics = app.get(Metrics);
  const integrity = app.get(Integrity);
  const erasure = app.get(Erasure);
  const allowances = app.get(Allowances);
  const faultPages = app.get(FaultPages);
  const showFault: ShowFault = (request, status, fault) => faultPages.pageFor(request, status, fault);
  app.useGlobalFilters(new Faults(log, fastify, app.get(Refusals), showFault, faultPages.headers));
  boundConnections(app.getHttpServer(), proxies(config.trustedProxies));
  app.getHttpServer().prependListener('request', withoutPorts);
  observeRequests(fastify, { log, metrics, readiness });
  takeOnlyHosts(fastify);
  guardOrigins(fastify, app.get(Origins), app.get(SecurityLog));
  countRequests(fastify, allowances, app.get<Identify>(IDENTIFY));
  chargeBodies(fastify, allowances);
  takeOnlyJson(fastify, isGraphqlPath);
  takeOnlyQueriesByGet(fastify, isGraphqlPath, app.get(ParsedDocuments));
  waitForSeenEntries(fastify, projector);
  const standing = (): string =>
    `${projector.size}/${projector.isReady ? projector.current.effectiveOn : 'not ready'}/${integrity.trouble === null ? 'sound' : integrity.checkedAt}/${erasure.done}`;
  const room = config.answerCacheMb * 1024 * 1024;
  const cache = room > 0 ? new AnswerCache(standing, room, () => metrics.cachedAnswers.inc()) : null;
  allowPageFiles(fastify, app.get<SiteFiles>(SITE_FILES).policy);
  showConsole(fastify, app.get(GraphqlConsole));
  answerFromCache(fastify, { isPlace: (url) => isGraphqlPath(url) || isPage(url), cache, allowances });
  compressAnswers(fastify);
  await app.get(IdentityDatabase).start();
  await app.get(Erasures).reapply();
  await app.listen(config.port, config.host);
  app.get(SecurityLog).record('sys_startup', 'the register was started');
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  app.get(PublicUrl).listensOn(Number(new URL(url).port));
  return {
    app,
    url,
    catchUp: (progress) => app.get(Lifecycle).serve(progress),
    firstLink: () => (config.operator ? app.get(SignIn).firstLink() : Promise.resolve(null)),
    firstLinkElsewhere: () => app.get(SignIn).firstLinkElsewhere(),
    holdReady: (reason) => (readiness.heldBy = reason),
    stop: () => app.close(),
  };
}
