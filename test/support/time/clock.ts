/** A clock that a test turns. */
export class TestClock {
  constructor(private now = Date.parse('2026-03-01T12:00:00Z')) {}

  readonly read = (): number => this.now;

  turn({
    minutes = 0,
    hours = 0,
    days = 0,
  }: {
    readonly minutes?: number;
    readonly hours?: number;
    readonly days?: number;
  }): void {
    this.now += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}
