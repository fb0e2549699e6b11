/** Entries were appended: rung on the EventBus for whoever counts or watches. The log itself, not this, is what reactions must follow. */
export class EntriesAppended {
  constructor(
    readonly entries: number,
    /** From handing them to the log to its acknowledgement. */
    readonly seconds: number,
  ) {}
}
