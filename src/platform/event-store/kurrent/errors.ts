import { StoreUnavailable } from '../event-store.js';

/** A stream is not as an append expected; `actual` is its last revision, -1 when it does not exist. */
export class StreamConflict extends Error {
  override readonly name = 'StreamConflict';
  constructor(readonly actual: number) {
    super(`The stream is at ${actual}.`);
  }
}

/** A stream was deleted for ever; nothing can be appended to it. */
export class StreamGone extends Error {
  override readonly name = 'StreamGone';
  constructor() {
    super('The stream was permanently deleted.');
  }
}

/** The server takes no append of this size. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(readonly limit: number) {
    super(`The event store accepts at most ${limit} bytes at once.`);
  }
}

/** A setting with which the event store can never be reached or used, however long one waits: the message names it and what would be right. */
export class WrongSetting extends StoreUnavailable {
  override readonly name: string = 'WrongSetting';
}

/** The account may not do this; trying again does not help. */
export class AccountRefused extends WrongSetting {
  override readonly name = 'AccountRefused';
}

/** The data folder holds a copy of another log than the one that the event store has under this name. */
export class OtherLog extends StoreUnavailable {
  override readonly name = 'OtherLog';
}

/** A record in a stream of the register that nobody of the register can have written, and behind which the log cannot be followed. */
export class StrayRecord extends StoreUnavailable {
  override readonly name = 'StrayRecord';
  constructor(
    readonly stream: string,
    readonly revision: number,
    readonly wrong: string,
  ) {
    super(
      `The stream ${stream} has, at revision ${revision}, a record that the register did not write: ${wrong}. docs/cluster.md explains what to do.`,
    );
  }
}

/** The silence of a server, measured by a clock of our own: the clients wait for ever. */
export class NoAnswer extends StoreUnavailable {
  constructor(milliseconds: number) {
    super(`The event store did not respond within ${milliseconds} ms.`);
  }
}

/** The node that was asked does not lead; `leader` is the one that does, where the answer names it. */
export class NotLeader extends StoreUnavailable {
  constructor(readonly leader: { readonly host: string; readonly port: number } | null) {
    super('The node of the event store is no longer the leader.');
  }
}
