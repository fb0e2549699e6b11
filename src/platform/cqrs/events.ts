/** Entries were appended: published on the EventBus for metrics. Reactions must follow the log itself. */
export class EntriesAppended {
  constructor(
    readonly entries: number,
    /** From handing them to the log to its acknowledgement. */
    readonly seconds: number,
  ) {}
}
