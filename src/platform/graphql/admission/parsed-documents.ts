import { createHash } from 'node:crypto';
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { GraphQLError, Lexer, parse, Source, TokenKind, type DocumentNode } from 'graphql';
import { limits, OverLimit } from '../../limits.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Longer sources are parsed each time: what is seldom asked must not take the place of what is asked often. */
const longestSource = 16_384;

/** Bytes that a token holds with the node made of it, and with what is prepared for its field; measured, and rounded up. */
const bytesOfToken = 1200;
const bytesOfComment = 100;
const bytesOfDocument = 2048;

/**
 * Parsed documents by the SHA-256 of their source, those used last, within a bound in bytes. Apollo looks here before it parses; what is
 * known of a document otherwise depends on the document itself, and goes with it.
 */
export class ParsedDocuments implements DocumentStore {
  private readonly kept = new Map<string, { readonly document: DocumentNode; readonly bytes: number }>();
  private held = 0;

  /** `room` is in bytes. */
  constructor(private readonly room = 16 * 1024 * 1024) {}

  /** The bytes that all documents here hold. */
  get bytes(): number {
    return this.held;
  }

  /** The document of a source. Throws `OverLimit` for too many tokens, and a GraphQL error where it has none. */
  of(source: string): DocumentNode {
    const hash = createHash('sha256').update(source).digest('hex');
    const known = this.find(hash);
    if (known !== undefined) return known;
    const document = parseWithin(source);
    this.keep(hash, document);
    return document;
  }

  get(key: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.find(hashIn(key)));
  }

  set(key: string, document: DocumentNode): Promise<void> {
    this.keep(hashIn(key), document);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.remove(hashIn(key)));
  }

  private find(hash: string): DocumentNode | undefined {
    const known = this.kept.get(hash);
    if (known === undefined) return undefined;
    this.kept.delete(hash);
    this.kept.set(hash, known);
    return known.document;
  }

  private keep(hash: string, document: DocumentNode): void {
    if ((document.loc?.source.body.length ?? Infinity) > longestSource) return;
    this.remove(hash);
    const bytes = bytesOf(document);
    this.kept.set(hash, { document, bytes });
    this.held += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.held <= this.room) break;
      this.remove(oldest);
    }
  }

  private remove(hash: string): boolean {
    this.held -= this.kept.get(hash)?.bytes ?? 0;
    return this.kept.delete(hash);
  }
}

/** Apollo puts the schema's hash before that of the source; there is one schema here. */
const hashIn = (key: string): string => key.slice(key.lastIndexOf(':') + 1);

/** What a document holds: its source, which every node refers to, its tokens, comments included, and its nodes. */
function bytesOf({ loc }: DocumentNode): number {
  let bytes = bytesOfDocument + 2 * (loc?.source.body.length ?? 0);
  for (let token = loc?.startToken ?? null; token !== null; token = token.next) {
    bytes += token.kind === TokenKind.COMMENT ? bytesOfComment : bytesOfToken;
  }
  return bytes;
}

function parseWithin(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError && isAboutLength(error) ? tooManyTokens() : error;
  }
}

export const tooManyTokens = (): OverLimit =>
  new OverLimit('tokens', null, `This document has more than ${limits.tokens} tokens`);

/** Whether the parser gave up at the first token over the limit, and not at an error of syntax before it. */
export function isAboutLength({ source, positions }: GraphQLError): boolean {
  const lexer = new Lexer(new Source(source?.body ?? ''));
  try {
    for (let tokens = 0; tokens < limits.tokens; tokens += 1) if (lexer.advance().kind === TokenKind.EOF) return false;
    const { kind, start } = lexer.advance();
    return kind !== TokenKind.EOF && start === positions?.[0];
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
