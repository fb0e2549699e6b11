/** Milliseconds of work that the static cost of an operation covers: what takes no longer costs no more, also on a slow machine. */
const coveredMillis = 50;

/** A unit of cost is about a microsecond of work. */
export const unitsPerMillisecond = 1000;

/** Milliseconds that have passed, and those of them in which the processor worked for this process. */
export interface WorkClock {
  (): { readonly passed: number; readonly worked: number };
}

const processClock: WorkClock = () => {
  const { user, system } = process.cpuUsage();
  return { passed: performance.now(), worked: (user + system) / 1000 };
};

/** An operation that is being executed. `end` gives the units that it took beyond its static cost. */
export interface WorkShare {
  end(): number;
}

/**
 * Measures what operations really take. All of them run on one thread, so the work of the process is split among those under way by their static
 * costs: a cheap query pays nothing for an expensive one beside it. Time in which a busy machine does not work for this process does not count.
 */
export class WorkShares {
  private costs = 0;
  /** Milliseconds of work for each unit of static cost under way, since the beginning. */
  private perUnit = 0;
  private last: ReturnType<WorkClock>;

  constructor(private readonly clock: WorkClock = processClock) {
    this.last = clock();
  }

  start(cost: number): WorkShare {
    this.settle();
    const weight = Math.max(1, cost);
    const before = this.perUnit;
    this.costs += weight;
    return {
      end: () => {
        this.settle();
        this.costs -= weight;
        const millis = (this.perUnit - before) * weight;
        return millis <= coveredMillis ? 0 : Math.max(0, Math.ceil(millis * unitsPerMillisecond - cost));
      },
    };
  }

  private settle(): void {
    const { passed, worked } = this.clock();
    if (this.costs > 0) this.perUnit += Math.min(passed - this.last.passed, worked - this.last.worked) / this.costs;
    this.last = { passed, worked };
  }
}
