import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Config } from '../../config.js';
import { networkOf, siteOf } from './addresses.js';
import { type SecurityDetails, SecurityLog } from '../security-log.js';
import { CONFIG } from '../tokens.js';

/** So many points in so many seconds, for each key. */
export interface RatePolicy {
  readonly points: number;
  readonly seconds: number;
}

/** What is left of a policy for a key. */
export interface Rest {
  readonly policy: PolicyName;
  readonly remaining: number;
  /** Seconds until all of it is there again. */
  readonly reset: number;
}

/** More was asked for than a policy allows; `retryAfter` is in seconds. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  constructor(
    readonly policy: PolicyName,
    readonly retryAfter: number,
  ) {
    super(`The limit ${policy} is exhausted. Try again in ${retryAfter} s.`);
  }
}

/** Whose requests are counted together, and under which policies. */
export interface Consumer {
  readonly kind: 'address' | 'account' | 'reader' | 'operator';
  readonly key: string;
  /** The larger network that an address is also counted for; null where there is none. */
  readonly site?: string | null;
}

/** What is counted of a consumer: its requests, and what they cost. */
export type Measure = 'requests' | 'cost';

/**
 * A person counts as one; an address may be a whole office, and an IPv6 site has 65,536 networks; a read-only
 * key serves a page that many look at; the operator's programs record in bulk.
 */
export const generosity = { address: 1, site: 16, account: 5, reader: 50, operator: 100 } as const;

/** Keys of a policy that are counted at a time: beyond that, the oldest counts are reset. */
export const mostKeys = 20_000;

const inSignIn = {
  /** Attempts to sign in, by network. */
  'sign-in': { points: 30, seconds: 15 * 60 },
  /** The same, by the site of IPv6 that a network belongs to. */
  'site-sign-in': { points: 30 * generosity.site, seconds: 15 * 60 },
  /**
   * E-mails with a link to one address, by the requesting network: nobody can exhaust another network's
   * share.
   */
  emails: { points: 5, seconds: 60 * 60 },
  /** E-mails with a link to one address, from all networks. */
  mailbox: { points: 20, seconds: 60 * 60 },
  /** Keys and invitations, by the person who makes them. */
  making: { points: 120, seconds: 60 * 60 },
  /** Commands on other people's roles, by account. */
  roles: { points: 240, seconds: 60 * 60 },
} as const;

const perMinute = (points: number, kind: keyof typeof generosity): RatePolicy => ({
  points: points * generosity[kind],
  seconds: 60,
});

const policiesOf = ({ requestsPerMinute, costPerMinute }: Config) =>
  ({
    'address-requests': perMinute(requestsPerMinute, 'address'),
    'address-cost': perMinute(costPerMinute, 'address'),
    'site-requests': perMinute(requestsPerMinute, 'site'),
    'site-cost': perMinute(costPerMinute, 'site'),
    'account-requests': perMinute(requestsPerMinute, 'account'),
    'account-cost': perMinute(costPerMinute, 'account'),
    'reader-requests': perMinute(requestsPerMinute, 'reader'),
    'reader-cost': perMinute(costPerMinute, 'reader'),
    'operator-requests': perMinute(requestsPerMinute, 'operator'),
    'operator-cost': perMinute(costPerMinute, 'operator'),
    ...inSignIn,
  }) satisfies Record<string, RatePolicy>;

export type PolicyName = keyof ReturnType<typeof policiesOf>;

const byNetwork = new Set<PolicyName>([
  'sign-in',
  'site-sign-in',
  'address-requests',
  'address-cost',
  'site-requests',
  'site-cost',
]);

/**
 * Who was counted, as far as a key says and the security log may know: the key of an e-mail contains its
 * recipient.
 */
const detailsOf = (policy: PolicyName, key: string): SecurityDetails => {
  if (policy === 'emails' || policy === 'mailbox') return { policy };
  return byNetwork.has(policy) ? { policy, sourceIp: key } : { policy, actor: key };
};

/**
 * The one place where requests, and actions in the identity database, are counted. Counts are kept in memory,
 * for each process; another store of rate-limiter-flexible would add up those of several processes. Exceeding
 * a limit is recorded in the security log once, and again when the count was reset.
 */
@Injectable()
export class Allowances {
  private readonly policies: Readonly<Record<PolicyName, RatePolicy>>;
  private readonly limiters = new Map<PolicyName, RateLimiterAbstract>();
  /** When each counted key is reset, soonest first. */
  private readonly ends = new Map<PolicyName, Map<string, number>>();
  private readonly words: Readonly<Record<Consumer['kind'], string>>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly security: SecurityLog,
  ) {
    this.policies = policiesOf(config);
    for (const [name, { points, seconds }] of Object.entries(this.policies)) {
      this.limiters.set(name as PolicyName, new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }));
      this.ends.set(name as PolicyName, new Map());
    }
    const policy = (name: PolicyName): string =>
      `"${name}";q=${this.policies[name].points};w=${this.policies[name].seconds}`;
    const both = (kind: Consumer['kind']): string => `${policy(`${kind}-requests`)}, ${policy(`${kind}-cost`)}`;
    this.words = {
      address: both('address'),
      account: both('account'),
      reader: both('reader'),
      operator: both('operator'),
    };
  }

  /**
   * Takes points of a policy for a key: one for a request, the cost for a query. Throws `RateLimited` if
   * there are not enough.
   */
  take(policy: PolicyName, key: string, points = 1): Promise<Rest> {
    const limiter = this.limiters.get(policy) as RateLimiterAbstract;
    this.makeRoom(policy, key);
    return limiter.consume(key, points).then(
      ({ remainingPoints, msBeforeNext }) => ({
        policy,
        remaining: remainingPoints,
        reset: Math.ceil(msBeforeNext / 1000),
      }),
      (error: unknown) => {
        if (!(error instanceof RateLimiterRes)) throw error;
        const isFirst = error.consumedPoints - points <= limiter.points;
        if (isFirst) this.security.record('excess_rate_limit_exceeded', 'a limit was reached', detailsOf(policy, key));
        throw new RateLimited(policy, Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      },
    );
  }

  /**
   * Takes what a request counts, or costs, from its caller; for an address also from its site. Throws
   * `RateLimited`.
   */
  async charge({ kind, key, site = null }: Consumer, measure: Measure, points = 1): Promise<Rest> {
    if (site !== null) await this.take(`site-${measure}`, site, points);
    return this.take(`${kind}-${measure}`, key, points);
  }

  /** Takes an attempt to sign in from the network that an address is in, and from its site. Throws `RateLimited`. */
  async takeSignIn(address: string): Promise<void> {
    const site = siteOf(address);
    if (site !== null) await this.take('site-sign-in', site);
    await this.take('sign-in', networkOf(address));
  }

  /** Gives back a request that was taken: it was answered without any work. */
  async refund({ kind, key, site = null }: Consumer): Promise<void> {
    if (site !== null) await this.limiters.get('site-requests')?.reward(site);
    await this.limiters.get(`${kind}-requests`)?.reward(key);
  }

  /** Takes one point of a policy silently: returns whether there was one. */
  takes(policy: PolicyName, key: string): Promise<boolean> {
    return wasThere(this.take(policy, key));
  }

  /** The same for a request, and for what it costs by itself. */
  takesRequest(consumer: Consumer, cost = 0): Promise<boolean> {
    return wasThere(
      this.charge(consumer, 'requests').then((rest) => (cost === 0 ? rest : this.charge(consumer, 'cost', cost))),
    );
  }

  /** How many keys are counted under a policy. */
  counted(policy: PolicyName): number {
    return this.ends.get(policy)?.size ?? 0;
  }

  /** Lets go of keys whose time is over and, where there are too many, of those counted longest. */
  private makeRoom(policy: PolicyName, key: string): void {
    const ends = this.ends.get(policy) as Map<string, number>;
    const now = Date.now();
    const room = ends.has(key) ? mostKeys : mostKeys - 1;
    for (const [oldest, end] of ends) {
      if (end > now && ends.size <= room) break;
      ends.delete(oldest);
      if (end > now) void this.limiters.get(policy)?.delete(oldest);
    }
    if (!ends.has(key)) ends.set(key, now + this.policies[policy].seconds * 1000);
  }

  /**
   * The policies of a caller, in the format of the header RateLimit-Policy
   * (draft-ietf-httpapi-ratelimit-headers-10).
   */
  policyField({ kind }: Consumer): string {
    return this.words[kind];
  }
}

const wasThere = (taken: Promise<unknown>): Promise<boolean> =>
  taken.then(
    () => true,
    (error: unknown) => {
      if (error instanceof RateLimited) return false;
      throw error;
    },
  );

/** What is left, in the format of the header RateLimit (draft-ietf-httpapi-ratelimit-headers-10). */
export const restField = ({ policy, remaining, reset }: Rest): string => `"${policy}";r=${remaining};t=${reset}`;
