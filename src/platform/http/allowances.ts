import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Config } from '../../config.js';
import type { SecurityDetails, SecurityLog } from '../security-log.js';

/** So many points in so many seconds, for each key. */
export interface Policy {
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
    super(`The limit ${policy} is reached. Try again in ${retryAfter} s.`);
  }
}

/** Whose requests are counted together, and under which policies. */
export interface Consumer {
  readonly kind: 'address' | 'account' | 'operator';
  readonly key: string;
}

/** Somebody who signed in is one person; an address may be a whole office; the operator's programs record in bulk. */
const generosity = { address: 1, account: 5, operator: 100 } as const;

const atTheDesk = {
  /** Attempts to sign in, by network. */
  'sign-in': { points: 30, seconds: 15 * 60 },
  /** Letters with a link to one address, by the network that asks: nobody uses up what somebody else may ask for. */
  letter: { points: 5, seconds: 60 * 60 },
  /** Letters with a link to one address, whoever asks. */
  mailbox: { points: 20, seconds: 60 * 60 },
  /** Keys and invitations, by the person who makes them. */
  making: { points: 120, seconds: 60 * 60 },
} as const;

const policiesOf = ({ requestsPerMinute, costPerMinute }: Config) =>
  ({
    'address-requests': { points: requestsPerMinute * generosity.address, seconds: 60 },
    'address-cost': { points: costPerMinute * generosity.address, seconds: 60 },
    'account-requests': { points: requestsPerMinute * generosity.account, seconds: 60 },
    'account-cost': { points: costPerMinute * generosity.account, seconds: 60 },
    'operator-requests': { points: requestsPerMinute * generosity.operator, seconds: 60 },
    'operator-cost': { points: costPerMinute * generosity.operator, seconds: 60 },
    ...atTheDesk,
  }) satisfies Record<string, Policy>;

export type PolicyName = keyof ReturnType<typeof policiesOf>;

/** Who was counted, as far as a key tells and the security log may know: that of a letter says whom it would have gone to. */
const detailsOf = (policy: PolicyName, key: string): SecurityDetails => {
  if (policy === 'letter' || policy === 'mailbox') return { policy };
  return policy === 'sign-in' || policy.startsWith('address-') ? { policy, sourceIp: key } : { policy, actor: key };
};

/**
 * The one place where requests, and what people do at the desk, are counted. Counts are kept in memory, by process; another store of
 * rate-limiter-flexible takes their place where several processes are to count together. Who goes beyond a limit is told to the security log
 * once, and again when the count has begun anew.
 */
export class Allowances {
  private readonly policies: Readonly<Record<PolicyName, Policy>>;
  private readonly limiters = new Map<PolicyName, RateLimiterAbstract>();
  private readonly told: Readonly<Record<Consumer['kind'], string>>;

  constructor(
    config: Config,
    private readonly security: SecurityLog,
  ) {
    this.policies = policiesOf(config);
    for (const [name, { points, seconds }] of Object.entries(this.policies)) {
      this.limiters.set(name as PolicyName, new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }));
    }
    const policy = (name: PolicyName): string => `"${name}";q=${this.policies[name].points};w=${this.policies[name].seconds}`;
    const both = (kind: Consumer['kind']): string => `${policy(`${kind}-requests`)}, ${policy(`${kind}-cost`)}`;
    this.told = { address: both('address'), account: both('account'), operator: both('operator') };
  }

  /** Takes points of a policy for a key: one for a request, its cost for a question. Throws `RateLimited` when they are not there. */
  take(policy: PolicyName, key: string, points = 1): Promise<Rest> {
    const limiter = this.limiters.get(policy) as RateLimiterAbstract;
    return limiter.consume(key, points).then(
      ({ remainingPoints, msBeforeNext }) => ({ policy, remaining: remainingPoints, reset: Math.ceil(msBeforeNext / 1000) }),
      (error: unknown) => {
        if (!(error instanceof RateLimiterRes)) throw error;
        const isFirst = error.consumedPoints - points <= limiter.points;
        if (isFirst) this.security.tell('excess_rate_limit_exceeded', 'a limit was reached', detailsOf(policy, key));
        throw new RateLimited(policy, Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      },
    );
  }

  /** The same for one point, where nobody is to be told: whether it was there. */
  takes(policy: PolicyName, key: string): Promise<boolean> {
    return this.take(policy, key).then(
      () => true,
      (error: unknown) => {
        if (error instanceof RateLimited) return false;
        throw error;
      },
    );
  }

  /** The policies that hold for a caller, as the field RateLimit-Policy tells them (draft-ietf-httpapi-ratelimit-headers-10). */
  policyField({ kind }: Consumer): string {
    return this.told[kind];
  }
}

/** What is left, as the field RateLimit tells it (draft-ietf-httpapi-ratelimit-headers-10). */
export const restField = ({ policy, remaining, reset }: Rest): string => `"${policy}";r=${remaining};t=${reset}`;
