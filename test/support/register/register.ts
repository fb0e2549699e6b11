import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { GraphQLAbstractType, GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { Operator } from '../../../src/access/operator.js';
import type { RegisterOptions } from '../../../src/app.module.js';
import { programFolder } from '../../../src/program-folder.js';
import type { Caller, Request } from '../../../src/kernel/caller.js';
import { readConfig } from '../../../src/config.js';
import { composition } from '../../../src/contexts.js';
import { readSchema } from '../../../src/platform/graphql/graphql.module.js';
import { graphqlPath } from '../../../src/platform/http/paths.js';
import { viewsFolder } from '../../../src/platform/data-folder.js';
import { startServer, type Server } from '../../../src/server.js';
import { callerOf } from '../cqrs/issuer.js';

/** The schema as the source files give it. A register that starts checks it; once is enough. */
export const schema: GraphQLSchema = buildSchema(readSchema(programFolder, composition), { assumeValidSDL: true });

/** A top-level error of an answer. */
export interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [more: string]: unknown };
}

/** An answer over HTTP: as text, and taken apart where it is GraphQL. `data` is empty where there is none. */
export interface Answer<D = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: D;
  readonly errors: readonly Fault[];
}

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[];
}

/** What a mutation answered; `thing` is what the payload calls champion, commitment and so on. */
export interface Told {
  readonly thing: Record<string, unknown> | null;
  readonly receipt: { readonly entry: number; readonly recordedAt: string } | null;
  readonly userErrors: readonly UserError[];
}

export type Input = Readonly<Record<string, unknown>>;

/** The name of the payload field that holds the thing, and its type. */
export function thingOf(mutation: string): { readonly field: string; readonly type: GraphQLNamedType } {
  const payload = getNamedType(schema.getMutationType()?.getFields()[mutation]?.type);
  if (!isObjectType(payload)) throw new Error(`${mutation} is no mutation.`);
  const [thing] = Object.values(payload.getFields()).filter(({ name }) => name !== 'receipt' && name !== 'userErrors');
  if (thing === undefined) throw new Error(`${payload.name} holds no thing.`);
  return { field: thing.name, type: getNamedType(thing.type) };
}

/** The selection of a mutation's payload, with these fields of the thing. */
export const payloadOf = (mutation: string, fields: string): string =>
  `{ thing: ${thingOf(mutation).field} { ${fields} } receipt { entry recordedAt } userErrors { code message field } }`;

export const mutationDocument = (mutation: string, fields = 'id'): string =>
  `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { told: ${mutation}(input: $input) ${payloadOf(mutation, fields)} }`;

/**
 * All that can be asked of a type without going on to other things of the register, which are only named; of an interface or a union, what most of its types
 * have, without lists. Lists within it give pages of so many.
 */
export function everythingOf(type: GraphQLNamedType, page = 10, depth = 0): string {
  if (type.name === 'Node' && depth > 0) return '__typename id';
  if (isAbstractType(type))
    return `__typename ${thingsOf(type)
      .map((one) => `... on ${one.name} { ${inCommon(type, one, page)} }`)
      .join(' ')}`;
  if (!isObjectType(type)) return '';
  const names = Object.keys(type.getFields());
  if (depth > 0 && type.getInterfaces().length > 0) return names.filter(isName).join(' ');
  return Object.values(type.getFields())
    .filter(({ name }) => name !== 'edges' && name !== 'pageInfo')
    .map((field) => select(field, page, depth))
    .join(' ');
}

/** The types of things: the register as a whole, on one of its bases, is not among them. */
const thingsOf = (type: GraphQLAbstractType): readonly GraphQLObjectType[] =>
  schema.getPossibleTypes(type).filter(({ name }) => name !== 'RegisterAt');

const isName = (field: string): boolean => ['id', 'slug', 'code'].includes(field);

function select(field: GraphQLField<unknown, unknown>, page: number, depth: number): string {
  const inner = everythingOf(getNamedType(field.type), page, depth + 1);
  const size = field.args.some(({ name }) => name === 'first') ? `(first: ${page})` : '';
  return inner === '' ? field.name : `${field.name}${size} { ${inner} }`;
}

function inCommon(type: GraphQLAbstractType, one: GraphQLObjectType, page: number): string {
  const others = thingsOf(type).map((other) => other.getFields());
  const isShared = (field: GraphQLField<unknown, unknown>): boolean => {
    const same = others.filter((fields) => String(fields[field.name]?.type) === String(field.type));
    return same.length === others.filter((fields) => field.name in fields).length && same.length * 2 > others.length;
  };
  return (
    Object.values(one.getFields())
      // Of a thing of any type, what takes many words is left out: of all types together it is more than a document may be.
      .filter((field) => !['blame', 'redactions', 'firstEntry'].includes(field.name))
      .filter(
        (field) => isName(field.name) || (isShared(field) && !getNamedType(field.type).name.endsWith('Connection')),
      )
      .map((field) => select(field, page, 0))
      .join(' ')
  );
}

/** People and keys by a token that is their id, for tests in which nobody signs in; null for all others. */
function calledByName({ headers, id }: Request): Caller | null {
  const [, holder] = /^Bearer ((?:person|key)-\S+)$/.exec((headers.authorization as string | undefined) ?? '') ?? [];
  return holder === undefined ? null : { ...callerOf(holder), correlationId: id };
}

/** Settings of every register of the tests: they ask more in a minute than any reader does. */
const plain = {
  PORT: '0',
  IDC_SEED: 'no',
  IDC_DRAIN_MS: '0',
  IDC_REQUESTS_PER_MINUTE: '1000000',
  IDC_COST_PER_MINUTE: '1000000000',
};

/** A whole register for a test: SQLite files in a folder of its own, HTTP on a free port. */
export class TestRegister {
  /** What it logged, one JSON line an event. */
  readonly logged: string[] = [];
  readonly dataDir = mkdtempSync(join(tmpdir(), 'idc-register-'));
  /** What it printed for whoever started it. */
  readonly printed: string[] = [];
  private readonly secretsDir: string;
  private running: Server | null = null;

  private constructor(
    private readonly settings: Readonly<Record<string, string>>,
    private readonly given: Pick<RegisterOptions, 'policies' | 'clock' | 'composition'>,
  ) {
    this.secretsDir = settings.IDC_SECRETS_DIR ?? this.dataDir;
  }

  /**
   * `settings` are environment variables beyond those every test register has; `catchUp: false` leaves the views where they are; `policies`,
   * `clock` and `composition` are those of the test; `over` is done to its folder before it starts.
   */
  static async open(
    settings: Readonly<Record<string, string>> = {},
    {
      catchUp = true,
      over,
      ...given
    }: { readonly catchUp?: boolean; readonly over?: (dataDir: string) => void } & Pick<
      RegisterOptions,
      'policies' | 'clock' | 'composition'
    > = {},
  ): Promise<TestRegister> {
    const register = new TestRegister(settings, { policies: [], ...given });
    over?.(register.dataDir);
    await register.start({ catchUp });
    return register;
  }

  /** A second register over a copy of all that this one has in its files. */
  async twin(): Promise<TestRegister> {
    const twin = new TestRegister(this.settings, this.given);
    await this.reopen({ meanwhile: (dataDir) => cpSync(dataDir, twin.dataDir, { recursive: true }) });
    await twin.start({});
    return twin;
  }

  get server(): Server {
    if (this.running === null) throw new Error('The register is stopped.');
    return this.running;
  }

  get url(): string {
    return this.server.url;
  }

  get token(): string {
    return readFileSync(Operator.tokenPath(this.secretsDir), 'utf8');
  }

  /** A plain HTTP request to a path of this register. */
  async request(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.url), init);
    const text = await response.text();
    const parsed =
      text.startsWith('{') && !path.startsWith('/metrics')
        ? (JSON.parse(text) as { data?: Record<string, unknown> | null; errors?: Fault[] })
        : {};
    return {
      status: response.status,
      headers: response.headers,
      text,
      data: parsed.data ?? {},
      errors: parsed.errors ?? [],
    };
  }

  /** Posts a GraphQL document; without a token unless one is given. */
  async query<D = Record<string, unknown>>(query: string, variables: Input = {}, token?: string): Promise<Answer<D>> {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return (await this.request(graphqlPath, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    })) as Answer<D>;
  }

  /** Asks the public way and expects no error: the answer's data. Throws with what the register said otherwise. */
  async answer<D = Record<string, never>>(query: string, variables: Input = {}): Promise<D> {
    const { data, errors } = await this.query<D>(query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Does a command, as the operator unless another token is given, under a fresh commandId unless the input has one; `fields` are those wanted of the thing. */
  async mutate(mutation: string, input: Input, fields = 'id', token = this.token): Promise<Told> {
    const { data, errors } = await this.query<{ told?: Told }>(
      mutationDocument(mutation, fields),
      { input: { commandId: randomUUID(), ...input } },
      token,
    );
    if (data.told === undefined) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
    return data.told;
  }

  /** How many entries the log holds, as the register itself says. */
  async size(): Promise<number> {
    return (await this.query<{ basis: { size: number } }>('{ basis { size } }')).data.basis.size;
  }

  /** Stops and starts again over the same files; the views are built anew when asked for, and `meanwhile` is done to the files. */
  async reopen(
    options: { readonly rebuildViews?: boolean; readonly meanwhile?: (dataDir: string) => unknown } = {},
  ): Promise<void> {
    await this.halt();
    await options.meanwhile?.(this.dataDir);
    if (options.rebuildViews === true) rmSync(viewsFolder(this.dataDir), { recursive: true });
    await this.start({});
  }

  /** Stops, and removes all files. */
  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async start({ catchUp = true }: { readonly catchUp?: boolean }): Promise<void> {
    const config = readConfig({ ...plain, IDC_DATA_DIR: this.dataDir, ...this.settings });
    const log = pino({ level: config.logLevel, base: null }, { write: (line: string) => this.logged.push(line) });
    const operator = Operator.of(this.secretsDir, config.operator);
    this.running = await startServer({
      config,
      log,
      operator,
      callers: calledByName,
      print: (line) => this.printed.push(line),
      ...this.given,
    });
    if (catchUp) await this.running.catchUp();
  }

  private async halt(): Promise<void> {
    await this.running?.stop();
    this.running = null;
  }
}
