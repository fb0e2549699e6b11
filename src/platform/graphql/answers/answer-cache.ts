import { createHash } from 'node:crypto';
import { encode, type Encoding } from '../../http/compression.js';

/** Bytes that an answer takes beside its body and what was asked. */
const bytesOfAnswer = 1024;

/** An answer as bytes, in each writing that was asked for. */
export class Answer {
  readonly hash: string;
  private readonly written = new Map<Encoding, Promise<Buffer>>();

  constructor(
    readonly body: Buffer,
    readonly type: string,
    /** What caches may do with it. */
    readonly control: string,
    private readonly grown: (bytes: number) => void = () => undefined,
  ) {
    this.hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  }

  /** Its bytes in a writing, which are made once. */
  in(encoding: Encoding): Promise<Buffer> {
    if (encoding === 'identity') return Promise.resolve(this.body);
    const known = this.written.get(encoding) ?? this.write(encoding);
    this.written.set(encoding, known);
    return known;
  }

  /** Its tag in a writing: other bytes have another. */
  tag(encoding: Encoding): string {
    return `"${this.hash}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  }

  private async write(encoding: Encoding): Promise<Buffer> {
    const bytes = await encode(this.body, encoding);
    this.grown(bytes.length);
    return bytes;
  }
}

/**
 * A query, identified by everything that its response depends on except the register, and the state of the
 * register when it was sent.
 */
export interface Asked {
  readonly key: string;
  readonly basis: string;
}

/**
 * Responses to public queries, kept as bytes. A response is a function of the query and the state of the
 * register (its basis, and the findings of the log check), so it is valid until the next entry, midnight or
 * the first finding. The oldest are dropped first; everything kept for a response counts, including its
 * compressed forms and the query.
 */
export class AnswerCache {
  private answers = new Map<string, { readonly answer: Answer; bytes: number }>();
  private held = 0;
  private standing = '';

  constructor(
    private readonly now: () => string,
    private readonly room: number,
    private readonly hit: () => void,
  ) {}

  /** Where the register stands on which an answer rests that is given now. */
  get basis(): string {
    return this.now();
  }

  /** The bytes that all answers here hold. */
  get bytes(): number {
    return this.held;
  }

  get(key: string): Answer | undefined {
    this.forgetIfMovedOn();
    const known = this.answers.get(key);
    if (known !== undefined) this.hit();
    return known?.answer;
  }

  /** Caches the response to a query on a basis, unless the register has changed since. */
  put({ key, basis }: Asked, body: Buffer, type: string, control: string): Answer {
    this.forgetIfMovedOn();
    const answer = new Answer(body, type, control, (bytes) => this.grow(key, answer, bytes));
    if (basis !== this.standing) return answer;
    this.remove(key);
    this.answers.set(key, { answer, bytes: 0 });
    this.grow(key, answer, body.length + 2 * key.length + bytesOfAnswer);
    return answer;
  }

  /** Counts what an answer holds more than before, if it is still kept, and makes room for it. */
  private grow(key: string, answer: Answer, bytes: number): void {
    const known = this.answers.get(key);
    if (known?.answer !== answer) return;
    known.bytes += bytes;
    this.held += bytes;
    for (const oldest of this.answers.keys()) {
      if (this.held <= this.room) break;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    this.held -= this.answers.get(key)?.bytes ?? 0;
    this.answers.delete(key);
  }

  private forgetIfMovedOn(): void {
    const standing = this.now();
    if (standing === this.standing) return;
    this.standing = standing;
    this.answers = new Map();
    this.held = 0;
  }
}
