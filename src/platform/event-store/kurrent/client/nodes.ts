import { lookup } from 'node:dns/promises';
import { StoreUnavailable } from '../../event-store.js';
import { call } from './call.js';
import { nameOf, type ConnectionString, type Node } from './connection-string.js';
import { obstacleOf, unreachable, type Obstacle } from './reaching.js';

/** What a node knows of itself and the others. */
export interface Member extends Node {
  readonly isLeader: boolean;
  readonly isAlive: boolean;
}

/** Reads a node's response to the gossip call. */
export type ReadGossip = (message: Uint8Array) => readonly Member[];

/** Milliseconds for one node to answer, and for others to do so once one has. */
const [answer, others] = [3000, 250];

const path = '/event_store.client.gossip.Gossip/Read';

/**
 * Finds the node to work with: of one host, that host, unless it says that another leads; of several, the one that most of those who answer call
 * their leader. All are asked at once, so that one that says nothing holds nobody up.
 */
export class Nodes {
  /** All nodes, each as host and port, as one of them has last named them. */
  known: readonly string[] = [];

  constructor(
    private readonly settings: ConnectionString,
    private readonly read: ReadGossip,
  ) {}

  /** Throws `StoreUnavailable` with each node's own reason, `WrongSetting` where waiting cannot help. */
  async leader(): Promise<Node> {
    const { isDiscovered } = this.settings;
    const nodes = await this.candidates();
    const isOne = nodes.length === 1 && !isDiscovered;
    const obstacles: Obstacle[] = [];
    const votes: (Member | undefined)[] = [];
    const asked = nodes.map(async (node) => {
      try {
        const members = await this.membersBy(node);
        if (isOne && members.length <= 1) votes.push({ ...node, isLeader: true, isAlive: true });
        else votes.push(members.find(({ isLeader, isAlive }) => isLeader && isAlive));
      } catch (error) {
        const obstacle = await obstacleOf(this.settings, node, error);
        // A single node may keep to itself who is there; it can be worked with all the same.
        if (obstacle === null && isOne) votes.push({ ...node, isLeader: true, isAlive: true });
        else obstacles.push(obstacle ?? { node, reason: `${nameOf(node)}: ${(error as Error).message}`, remedy: null });
      }
    });
    await enough(asked, () => votes.some((one) => one !== undefined));
    const chosen = mostNamed(votes);
    if (chosen !== null) return isOne ? chosen : this.onceItAnswers(chosen);
    if (votes.length === 0) throw unreachable(obstacles);
    throw new StoreUnavailable(
      `The nodes of the event store have no leader: ${votes.length} of ${nodes.length} respond${obstacles.length === 0 ? '' : `; ${obstacles.map(({ reason }) => reason).join('; ')}`}.`,
    );
  }

  /** A name that covers all nodes is resolved each time. */
  private async candidates(): Promise<readonly Node[]> {
    const { nodes, isDiscovered } = this.settings;
    const [{ host, port }] = nodes;
    if (!isDiscovered) return nodes;
    const found = await lookup(host, { all: true }).catch((error: unknown) => {
      throw unreachable([{ node: nodes[0], reason: (error as Error).message, remedy: null }]);
    });
    return found.map(({ address }) => ({ host: address, port, servername: host }));
  }

  /** A leader that has just frozen is still called so by the others. */
  private async onceItAnswers(leader: Node): Promise<Node> {
    try {
      await this.membersBy(leader, 1000);
      return leader;
    } catch (error) {
      const obstacle = await obstacleOf(this.settings, leader, error);
      if (obstacle === null) return leader;
      throw unreachable([obstacle]);
    }
  }

  private async membersBy(node: Node, within = answer): Promise<readonly Member[]> {
    const members = this.read(await call({ node, tls: this.settings.tls, path, message: new Uint8Array(), within }));
    if (members.length > 0) this.known = members.map(nameOf);
    return members;
  }
}

/** Waits for all; once one answer is enough, only a moment longer. */
async function enough(asked: readonly Promise<void>[], isEnough: () => boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const soon = new Promise<void>((resolve) => {
    for (const one of asked) void one.then(() => isEnough() && (timer ??= setTimeout(resolve, others)));
  });
  await Promise.race([Promise.all(asked), soon]);
  clearTimeout(timer);
}

function mostNamed(votes: readonly (Member | undefined)[]): Node | null {
  const counts = new Map<string, { node: Node; count: number }>();
  for (const vote of votes) {
    if (vote === undefined) continue;
    const counted = counts.get(nameOf(vote)) ?? { node: { host: vote.host, port: vote.port }, count: 0 };
    counted.count += 1;
    counts.set(nameOf(vote), counted);
  }
  const [most] = [...counts.values()].sort((one, other) => other.count - one.count);
  return most?.node ?? null;
}
