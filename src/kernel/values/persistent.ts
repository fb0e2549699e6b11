/**
 * Values for the state of folds: changing one gives a new value and leaves the old one as it is, as with a copy, but at a cost that does
 * not grow with what is held. The newest value owns the memory; older ones remember what has changed since.
 */

/** A map from text to values. A value is never undefined. */
export class Table<V> {
  private static readonly none = new Table<never>(new Map<string, never>(), 0);

  /** Null once a newer table has taken it over. */
  #held: Map<string, V> | null;
  #newer: { readonly table: Table<V>; readonly key: string; readonly before: V | undefined } | null = null;

  private constructor(
    held: Map<string, V>,
    readonly size: number,
  ) {
    this.#held = held;
  }

  static empty<V>(): Table<V> {
    return Table.none;
  }

  get(key: string): V | undefined {
    let newer = this.#newer;
    let held = this.#held;
    while (newer !== null) {
      if (newer.key === key) return newer.before;
      held = newer.table.#held;
      newer = newer.table.#newer;
    }
    return held?.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  with(key: string, value: V): Table<V> {
    return this.changed(key, value);
  }

  without(key: string): Table<V> {
    return this.has(key) ? this.changed(key, undefined) : this;
  }

  entries(): readonly (readonly [string, V])[] {
    return [...(this.#held ?? this.copied())];
  }

  values(): readonly V[] {
    return [...(this.#held ?? this.copied()).values()];
  }

  private changed(key: string, value: V | undefined): Table<V> {
    const held = this.size === 0 || this.#held === null ? this.copied() : this.#held;
    const before = held.get(key);
    if (value === undefined) held.delete(key);
    else held.set(key, value);
    const table = new Table(held, held.size);
    if (held === this.#held) {
      this.#held = null;
      this.#newer = { table, key, before };
    }
    return table;
  }

  private copied(): Map<string, V> {
    const changes: { key: string; before: V | undefined }[] = [];
    let held = this.#held;
    for (let newer = this.#newer; newer !== null; newer = newer.table.#newer) {
      changes.push(newer);
      held = newer.table.#held;
    }
    const copy = new Map(held);
    for (const { key, before } of changes.reverse()) {
      if (before === undefined) copy.delete(key);
      else copy.set(key, before);
    }
    return copy;
  }
}

/** A list that grows at its end. */
export class Trail<T> {
  private static readonly none = new Trail<never>([], 0);

  readonly #items: T[];

  private constructor(
    items: T[],
    readonly length: number,
  ) {
    this.#items = items;
  }

  static empty<T>(): Trail<T> {
    return Trail.none;
  }

  with(item: T): Trail<T> {
    const items =
      this.length > 0 && this.#items.length === this.length ? this.#items : this.#items.slice(0, this.length);
    items.push(item);
    return new Trail(items, items.length);
  }

  toArray(): readonly T[] {
    return this.#items.slice(0, this.length);
  }

  some(holds: (item: T) => boolean): boolean {
    for (let at = 0; at < this.length; at++) if (holds(this.#items[at] as T)) return true;
    return false;
  }
}
