import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { Child } from '../../../support/processes/child.js';
import type { Double, DoubleOptions } from '../../../support/kurrent/kurrent-double.js';
import { temporaryFolder } from '../../../support/temporary.js';

interface Line {
  readonly is: 'open' | 'appended' | 'refused' | 'failed' | 'size' | 'closed';
  readonly commandId?: string;
  readonly entry?: number;
  readonly trouble?: string | null;
  readonly message?: string;
}

/** An instance in a process of its own that appends without pause. */
class Appending {
  private readonly child: Child;
  constructor(url: string, register: string) {
    this.child = new Child('append-on', [url, register, temporaryFolder(), '1500']);
  }

  get lines(): readonly Line[] {
    return this.child.lines.map((line) => JSON.parse(line) as Line);
  }

  get appended(): readonly Line[] {
    return this.lines.filter((line) => line.is === 'appended');
  }

  /** Resolves when a line is printed that was not there before; rejects when the process has ended. */
  async next(is: Line['is'], count = 1): Promise<void> {
    const wanted = this.lines.filter((line) => line.is === is).length + count;
    while (this.lines.filter((line) => line.is === is).length < wanted)
      await this.child.printed(this.child.lines.length + 1);
  }

  async ended(): Promise<{ code: number | null; errors: string }> {
    return this.child.ended();
  }
}

/** What an instance over three nodes must do, whatever becomes of them. */
export function describeCluster(scheme: string, start: (options?: DoubleOptions) => Promise<Double>): void {
  describe(`An instance over three nodes, by ${scheme}://`, () => {
    let nodes: [Double, Double, Double];
    let register = 0;
    beforeEach(async () => {
      const first = await start();
      nodes = [first, await first.beside(), await first.beside()];
    });
    afterEach(async () => {
      for (const node of nodes) await node.thaw();
      await nodes[0].stop();
    });
    const url = (): string => `${scheme}://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`;

    async function survives(hardship: (instance: Appending) => Promise<void>): Promise<void> {
      const name = `cluster-${(register += 1)}`;
      const instance = new Appending(url(), name);
      await instance.next('appended', 5);
      await hardship(instance);
      await instance.next('appended', 20);
      const { code, errors } = await instance.ended();
      expect({ code, errors, failed: instance.lines.filter((line) => line.is === 'failed') }).toEqual({
        code: 0,
        errors: '',
        failed: [],
      });
      const store = await KurrentEventStore.open({
        url: url(),
        register: name,
        path: join(temporaryFolder(), 'log.sqlite'),
        clock: Date.now,
      });
      await store.sync();
      const log = (await gather(store.readEntries(0))).map(
        ({ leaf }) => (JSON.parse(leaf) as { commandId: string }).commandId,
      );
      await store.close();
      expect(new Set(log).size).toBe(log.length);
      for (const { commandId, entry } of instance.appended)
        expect([entry, log[entry as number]]).toEqual([entry, commandId]);
    }

    test('goes on at the next leader when the first freezes, and when that thaws', async () => {
      await survives(async (instance) => {
        await nodes[0].freeze();
        await instance.next('appended', 20);
        await nodes[0].thaw();
        await instance.next('appended', 20);
      });
    });

    test('goes on when the leader is gone and comes back, over and over', async () => {
      await survives(async (instance) => {
        for (let round = 0; round < 3; round++) {
          await nodes[0].away();
          await instance.next('appended', 10);
          await nodes[0].back();
          await instance.next('appended', 10);
        }
      });
    });

    test('says that nothing can be written while most nodes are gone, is not ended by it, and goes on when they are back', async () => {
      await survives(async (instance) => {
        await Promise.all([nodes[0].away(), nodes[1].away()]);
        await instance.next('refused', 5);
        expect(instance.lines.at(-1)?.trouble).toMatch(/^The (event store|nodes of the event store)/);
        await Promise.all([nodes[0].back(), nodes[1].back()]);
      });
    });

    test('is not ended by a leader that freezes before others are elected, while most nodes are gone', async () => {
      await survives(async (instance) => {
        await nodes[2].away();
        await nodes[0].freeze();
        await nodes[1].away();
        await instance.next('refused', 10);
        await nodes[0].thaw();
        await nodes[1].back();
      });
    });
  });
}
