import type { Mirror } from './mirror.js';
import type { ApartRequest, ApartText, Meaning } from '../records.js';

/**
 * What was received apart from entries at once: most of it belongs to entries received at the same time, and
 * need not be stored for them.
 */
export class Apart {
  private readonly texts = new Map<string, ApartText>();
  private readonly requests = new Map<string, ApartRequest>();
  private readonly ofCommands = new Map<string, (() => void)[]>();

  constructor(private readonly mirror: Mirror) {}

  add({ text, request }: Extract<Meaning, { readonly kind: 'apart' }>): void {
    if (text !== null && !this.texts.has(text.hash)) this.texts.set(text.hash, text);
    if (request !== null && !this.requests.has(request.eventId)) this.requests.set(request.eventId, request);
    const commandId = text?.commandId ?? request?.commandId ?? null;
    if (commandId === null) return;
    const forget = (): void => {
      if (text !== null) this.texts.delete(text.hash);
      if (request !== null) this.requests.delete(request.eventId);
    };
    this.ofCommands.set(commandId, [...(this.ofCommands.get(commandId) ?? []), forget]);
  }

  /** The text that belongs to an entry, whenever it was received; null if it is not here. */
  textOf(hash: string): Pick<ApartText, 'json' | 'salt'> | null {
    return this.mirror.textOf(hash) ?? this.texts.get(hash) ?? null;
  }

  /** What was asked by the command of an entry, if that is its first; null when it is not here. */
  requestOf(eventId: string): Uint8Array | null {
    return this.mirror.requestOf(eventId) ?? this.requests.get(eventId)?.digest ?? null;
  }

  /** As the mirror's own. */
  forgetApart(hash: string | null, commandId: string): void {
    this.mirror.forgetApart(hash, commandId);
    if (hash !== null) this.texts.delete(hash);
    for (const forget of this.ofCommands.get(commandId) ?? []) forget();
    this.ofCommands.delete(commandId);
  }

  /** Keeps what is left for entries that are still to come. */
  keep(): void {
    for (const text of this.texts.values()) this.mirror.keepText(text);
    for (const request of this.requests.values()) this.mirror.keepRequest(request);
  }
}
