import { EventsHandler } from '@nestjs/cqrs';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { EntriesAppended } from '../cqrs/events.js';
import type { PolicyStatus } from '../cqrs/policies.js';
import type { ReactionOutcome } from '../cqrs/policy-runner.js';
import type { Scavenging } from '../event-store/event-store.js';

/** What the register counts and times of itself, in Prometheus' form. Times are seconds. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly appends = new Counter({
    name: 'idc_log_appends_total',
    help: 'Appends acknowledged by the log.',
    registers: [this.registry],
  });
  private readonly entries = new Counter({
    name: 'idc_log_entries_appended_total',
    help: 'Entries written by them.',
    registers: [this.registry],
  });
  private readonly appendSeconds = new Histogram({
    name: 'idc_log_append_seconds',
    help: 'From handing an append to the log to its acknowledgement.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });
  readonly requestSeconds = new Histogram({
    name: 'idc_http_request_seconds',
    help: 'From the arrival of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  readonly cachedAnswers = new Counter({
    name: 'idc_graphql_cached_answers_total',
    help: 'GraphQL responses served from the cache.',
    registers: [this.registry],
  });
  private readonly logSize = new Gauge({
    name: 'idc_log_entries',
    help: 'Entries in the log.',
    registers: [this.registry],
  });
  private readonly lag = new Gauge({
    name: 'idc_projection_lag_entries',
    help: 'Entries of the log that the views have not processed yet.',
    registers: [this.registry],
  });
  private readonly scavengesOwed = new Gauge({
    name: 'idc_scavenges_owed',
    help: 'Nodes of the event store whose disks may still contain redacted text, until they are scavenged.',
    registers: [this.registry],
  });
  private readonly reactions = new Counter({
    name: 'idc_policy_reactions_total',
    help: 'Attempts of this instance to carry out reactions, by outcome: done, refused or failed.',
    labelNames: ['policy', 'outcome'] as const,
    registers: [this.registry],
  });
  private readonly policyLag = this.policyGauge(
    'idc_policy_lag_entries',
    'Entries of the log that a policy has not processed yet, wherever it runs.',
  );
  private readonly parked = this.policyGauge(
    'idc_policy_parked',
    'Streams that wait behind an event that a policy could not process.',
  );
  private readonly holder = this.policyGauge('idc_policy_holder', 'Whether a policy runs on this instance: 0 or 1.');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  readonly contentType = this.registry.contentType;

  appended({ entries, seconds }: EntriesAppended): void {
    this.appends.inc();
    this.entries.inc(entries);
    this.appendSeconds.observe(seconds);
  }

  /** Counts a try to carry out a reaction. */
  reacted(policy: string, outcome: ReactionOutcome): void {
    this.reactions.inc({ policy, outcome });
  }

  /** Notes which nodes are to be scavenged still; null where there are none. */
  owesScavenges(scavenging: Scavenging | null): void {
    this.scavengesOwed.set(
      scavenging?.status === 'unknown' && scavenging.owed.length === 0 ? NaN : (scavenging?.owed.length ?? 0),
    );
  }

  /** All metrics as text, with the present size of the log and of the views, and how the policies stand. */
  async text(logSize: number, viewsSize: number, policies: readonly PolicyStatus[] = []): Promise<string> {
    this.logSize.set(logSize);
    this.lag.set(logSize - viewsSize);
    for (const { policy, isHolder, size, parked } of policies) {
      this.policyLag.set({ policy }, logSize - size);
      this.parked.set({ policy }, parked);
      this.holder.set({ policy }, isHolder ? 1 : 0);
    }
    return this.registry.metrics();
  }

  private policyGauge(name: string, help: string): Gauge<'policy'> {
    return new Gauge({ name, help, labelNames: ['policy'], registers: [this.registry] });
  }
}

/** Counts what is appended, whenever the bus rings. */
@EventsHandler(EntriesAppended)
export class CountAppends {
  constructor(private readonly metrics: Metrics) {}

  handle(event: EntriesAppended): void {
    this.metrics.appended(event);
  }
}
