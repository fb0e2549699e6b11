import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server as ListeningServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import {
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  ServerListenerBuilder,
  type handleUnaryCall,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService, type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import * as messages from './kurrent-messages.js';
import { read, Subscription, type ReadCall } from './kurrent-reading.js';
import { KurrentRecords, type Outcome } from './kurrent-records.js';
import { append, appendInBatches, remove, silence, type Answer, type Append } from './kurrent-writing.js';
import { pick, randomBy } from '../random/random.js';

export interface DoubleOptions {
  readonly port?: number;
  /** In PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Whoever comes without these is denied. */
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly maxAppendBytes?: number;
  /** Of the nodes of one database the first that is there and may leads; the others refuse what requires a leader. */
  readonly leader?: boolean;
}

/**
 * A double of EventStoreDB or KurrentDB, in this process or another. The faults that are ordered for so many appends are met one after
 * the other, in the order in which they were ordered.
 */
export interface Double {
  readonly port: number;
  url(scheme?: string): string;
  /** A further node on the same database. */
  beside(options?: DoubleOptions): Promise<Double>;
  /** Appends that are committed and then answered with UNAVAILABLE. */
  loseAcknowledgements(count: number): Promise<void>;
  /** Appends that are committed and never answered. */
  swallowAcknowledgements(count: number): Promise<void>;
  /** Appends that are neither committed nor answered. */
  staySilent(count: number): Promise<void>;
  /** Appends that are committed and answered only after so many milliseconds, whether or not somebody still waits. */
  lateAppends(count: number, ms: number): Promise<void>;
  /** Appends that are committed and answered once they are released. */
  holdAppends(count: number): Promise<void>;
  releaseAppends(): Promise<void>;
  refuseAsNotLeader(count: number, leader: number): Promise<void>;
  /** Ends the subscriptions there are with UNAVAILABLE. */
  dropSubscriptions(): Promise<void>;
  /** The subscriptions there are stay open and get nothing. */
  muteSubscriptions(): Promise<void>;
  unmuteSubscriptions(): Promise<void>;
  /** Each subscription from now on ends with UNAVAILABLE after so many events. */
  dropSubscriptionAfter(events: number): Promise<void>;
  /** Reads that are not answered; not subscriptions. */
  silenceReads(count: number): Promise<void>;
  /** Closes the port and breaks all connections. */
  away(): Promise<void>;
  /** Listens again; nothing happens where it does. */
  back(): Promise<void>;
  /** Takes connections and says nothing any more, as a process that is stopped; the others elect another leader after a moment. */
  freeze(): Promise<void>;
  /** Goes on with what has come meanwhile. */
  thaw(): Promise<void>;
  /** From now on an append for which no fault is ordered meets some fault with this probability: always the same for the same seed. */
  random(rate: number, seed: number): Promise<void>;
  /** No more faults. */
  calm(): Promise<void>;
  /** Writes an event into a stream past all faults, as somebody else would: JSON, or text that is none. */
  write(stream: string, data: object | string): Promise<void>;
  /** Takes from the disk what can be read of no stream any more. */
  scavenge(): Promise<void>;
  /** Forgets every event, so that followers of what comes next need not go through it. */
  forget(): Promise<void>;
  /** How many events were written to subscriptions. */
  sent(): Promise<number>;
  /** How many subscriptions are open. */
  subscriptions(): Promise<number>;
  /** How many appends have come. */
  appends(): Promise<number>;
  /** How many reads have come; not subscriptions. */
  reads(): Promise<number>;
  /** Resolves when so many have come or been sent; of subscriptions, when exactly so many are open. */
  until(what: Counted, count: number): Promise<void>;
  /** Ends it with the nodes that were started beside it. */
  stop(): Promise<void>;
}

export type Counted = 'sent' | 'subscriptions' | 'appends' | 'reads';

type Fault = (commit: () => Outcome) => Answer | Promise<Answer>;

const faults = {
  lose: (commit) => (commit(), messages.unavailable),
  swallow: (commit) => (commit(), silence),
  ignore: () => silence,
} satisfies Record<string, Fault>;

const late =
  (ms: number): Fault =>
  async (commit) => {
    await setTimeout(ms, undefined, { ref: false });
    return commit();
  };

export class KurrentDouble implements Double {
  port: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly listener: ListeningServer;
  private readonly open = new Set<Subscription>();
  private readonly others: KurrentDouble[] = [];
  private readonly counts = { sent: 0, appends: 0, reads: 0 };
  private readonly counted = new EventEmitter<{ counted: [] }>().setMaxListeners(0);
  private ordered: Fault[] = [];
  private chance: () => Fault | undefined = () => undefined;
  private silentReads = 0;
  private thawed: Promise<void> = Promise.resolve();
  private goOn: () => void = () => undefined;
  private release: () => void = () => undefined;
  private eventsUntilDrop = Infinity;

  private constructor(
    private readonly options: DoubleOptions,
    private readonly records: KurrentRecords,
  ) {
    const { port = 0, tls, credentials } = options;
    this.port = port;
    this.server = new Server({
      interceptors: credentials === undefined ? [] : [onlyFor(credentials)],
      'grpc.max_receive_message_length': 2 ** 24,
    });
    this.server.addService(StreamsService, this.streams());
    this.server.addService(ServerFeaturesService, { getSupportedMethods: this.saying(messages.supported) });
    this.server.addService(GossipService, { read: this.saying(() => messages.members(records)) });
    const pair = tls && { cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) };
    const injector = this.server.createConnectionInjector(
      pair ? ServerCredentials.createSsl(null, [pair]) : ServerCredentials.createInsecure(),
    );
    this.listener = createServer({ noDelay: true }, (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      injector.injectConnection(socket);
    });
  }

  static async start({
    database = new KurrentRecords(),
    ...options
  }: DoubleOptions & { readonly database?: KurrentRecords } = {}): Promise<KurrentDouble> {
    const double = new KurrentDouble(options, database);
    await double.back();
    return double;
  }

  url(scheme = 'esdb'): string {
    return `${scheme}://${messages.host}:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  async beside(options: DoubleOptions = {}): Promise<KurrentDouble> {
    const other = await KurrentDouble.start({ ...this.options, port: 0, ...options, database: this.records });
    this.others.push(other);
    return other;
  }

  async loseAcknowledgements(count: number): Promise<void> {
    this.order(count, faults.lose);
  }

  async swallowAcknowledgements(count: number): Promise<void> {
    this.order(count, faults.swallow);
  }

  async staySilent(count: number): Promise<void> {
    this.order(count, faults.ignore);
  }

  async lateAppends(count: number, ms: number): Promise<void> {
    this.order(count, late(ms));
  }

  async holdAppends(count: number): Promise<void> {
    const released = new Promise<void>((resolve) => (this.release = resolve));
    this.order(count, (commit) => released.then(commit));
  }

  async releaseAppends(): Promise<void> {
    this.release();
  }

  async refuseAsNotLeader(count: number, leader: number): Promise<void> {
    this.order(count, () => messages.notLeader(leader));
  }

  async dropSubscriptions(): Promise<void> {
    for (const subscription of this.open) subscription.drop();
  }

  async muteSubscriptions(): Promise<void> {
    for (const subscription of this.open) subscription.mute();
  }

  async unmuteSubscriptions(): Promise<void> {
    for (const subscription of this.open) subscription.unmute();
  }

  async dropSubscriptionAfter(events: number): Promise<void> {
    this.eventsUntilDrop = events;
  }

  async silenceReads(count: number): Promise<void> {
    this.silentReads += count;
  }

  async away(): Promise<void> {
    this.records.nodes.set(this.port, { isThere: false, mayLead: false });
    const closed = new Promise((resolve) => this.listener.close(resolve));
    this.breakConnections();
    await closed;
    await this.until('subscriptions', 0);
  }

  async back(): Promise<void> {
    if (this.listener.listening) return;
    this.listener.listen(this.port, messages.host);
    await once(this.listener, 'listening');
    this.port = (this.listener.address() as AddressInfo).port;
    this.records.nodes.set(this.port, { isThere: true, mayLead: this.options.leader ?? true });
  }

  async freeze(): Promise<void> {
    this.thawed = new Promise((resolve) => (this.goOn = resolve));
    await this.muteSubscriptions();
    const node = this.records.nodes.get(this.port);
    await setTimeout(100);
    if (node !== undefined) node.mayLead = false;
  }

  async thaw(): Promise<void> {
    this.goOn();
    await this.unmuteSubscriptions();
    const node = this.records.nodes.get(this.port);
    if (node !== undefined) node.mayLead = this.options.leader ?? true;
  }

  async random(rate: number, seed: number): Promise<void> {
    const random = randomBy(seed);
    const further: Fault[] = [
      (commit) => late(1 + random(50))(commit),
      () => messages.notLeader(this.port),
      (commit) => (void this.dropSubscriptions(), commit()),
      (commit) => (commit(), this.breakConnections(), silence),
    ];
    const all = [...Object.values(faults), ...further];
    this.chance = () => (random(1_000_000) < rate * 1_000_000 ? pick(all, random) : undefined);
  }

  async write(stream: string, data: object | string): Promise<void> {
    const bytes = Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
    this.records.append(stream, 'any', [
      { id: randomUUID(), type: 'Foreign', contentType: 'application/json', data: bytes, metadata: new Uint8Array() },
    ]);
  }

  async scavenge(): Promise<void> {
    this.records.scavenge(`127.0.0.1:${this.port}`);
  }

  async forget(): Promise<void> {
    this.records.forget();
  }

  async calm(): Promise<void> {
    this.ordered = [];
    this.chance = () => undefined;
    this.silentReads = 0;
    this.eventsUntilDrop = Infinity;
    await this.unmuteSubscriptions();
  }

  async sent(): Promise<number> {
    return this.counts.sent;
  }

  async subscriptions(): Promise<number> {
    return this.open.size;
  }

  async appends(): Promise<number> {
    return this.counts.appends;
  }

  async reads(): Promise<number> {
    return this.counts.reads;
  }

  async until(what: Counted, count: number): Promise<void> {
    while (what === 'subscriptions' ? this.open.size !== count : this.counts[what] < count)
      await once(this.counted, 'counted');
  }

  async stop(): Promise<void> {
    this.goOn();
    this.release();
    await Promise.all(this.others.map((other) => other.stop()));
    await this.away();
    this.server.forceShutdown();
  }

  private count(what: keyof typeof this.counts): void {
    this.counts[what]++;
    this.counted.emit('counted');
  }

  private breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private order(count: number, fault: Fault): void {
    this.ordered.push(...Array.from({ length: count }, () => fault));
  }

  private async commit({ stream, expected, proposals, metadata }: Append): Promise<Answer> {
    await this.thawed;
    this.count('appends');
    const commit = (): Outcome => this.records.append(stream, expected, proposals);
    const fault = this.ordered.shift() ?? this.chance();
    if (fault !== undefined) return fault(commit);
    return this.refusal(metadata) ?? commit();
  }

  /** What is answered to whoever requires a leader where this node is none. */
  private refusal(metadata: Metadata): messages.Failure | null {
    const { leader } = this.records;
    if (metadata.get('requires-leader')[0] !== 'true' || leader === this.port) return null;
    return leader === undefined ? messages.unavailable : messages.notLeader(leader);
  }

  private async read(call: ReadCall): Promise<void> {
    await this.thawed;
    this.count('reads');
    const refusal = this.refusal(call.metadata);
    if (this.silentReads > 0) this.silentReads--;
    else if (refusal !== null) call.emit('error', refusal);
    else await read(call, this.records);
  }

  private async subscribe(call: ReadCall): Promise<void> {
    await this.thawed;
    const subscription = new Subscription(call, this.records, this.eventsUntilDrop, () => this.count('sent'));
    this.open.add(subscription);
    this.counted.emit('counted');
    await subscription.run();
    this.open.delete(subscription);
    this.counted.emit('counted');
  }

  private saying<Message>(say: () => Message): handleUnaryCall<unknown, Message> {
    return (_, answer) => void this.thawed.then(() => answer(null, say()));
  }

  private streams(): IStreamsServer {
    const { records } = this;
    const most = this.options.maxAppendBytes ?? Infinity;
    const commit = this.commit.bind(this);
    return {
      read: (call) =>
        void (call.request.getOptions()?.hasSubscription() === true ? this.subscribe(call) : this.read(call)),
      append: (call, answer) => append(call, answer, most, commit),
      batchAppend: (call) => appendInBatches(call, most, commit),
      delete: (call, answer) => remove(call, answer, new streams.DeleteResp(), records),
      tombstone: (call, answer) => remove(call, answer, new streams.TombstoneResp(), records),
    };
  }
}

/** Denies whoever does not come with this authorization, except for what clients ask before they tell who they are. */
function onlyFor({ username, password }: { readonly username: string; readonly password: string }): ServerInterceptor {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) => {
        const listener = new ServerListenerBuilder().withOnReceiveMetadata((metadata, receive) => {
          const [given] = metadata.get('authorization');
          if (given === authorization || !method.path.includes('.streams.')) receive(metadata);
          else call.sendStatus(given === undefined ? messages.accessDenied : messages.unauthenticated);
        });
        next(listener.build());
      },
    });
}
