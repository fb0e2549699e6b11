import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { selfSigned } from '../../../../support/processes/certificate.js';
import {
  credentials,
  expecting,
  heardBy,
  numbersOf,
  type DoubleSuite,
} from '../../../../support/kurrent/double-suite.js';
import { upTo } from '../../../../support/event-store/drafts.js';
import { temporaryFolder } from '../../../../support/temporary.js';

/** Who is let in, and which node is spoken to. */
export function connections({ scheme, started, connected, event, events }: DoubleSuite): void {
  test('Over TLS whoever has no credentials is denied', async () => {
    const tls = selfSigned();
    const file = join(temporaryFolder(), 'ca.pem');
    writeFileSync(file, tls.cert);
    const double = await started({ tls, credentials });
    const url = `${double.url(scheme)}&tlsCAFile=${encodeURIComponent(file)}`;
    const db = connected(url.replace('://', '://admin:changeit@'));
    await db.appendToStream('commitment-1', events(2), expecting('no_stream'));
    await db.appendToStream('commitment-1', events(2, 2), expecting(1n, {}));
    expect(await numbersOf(db.readStream('commitment-1'))).toEqual(upTo(4));
    expect(await heardBy(db.subscribeToAll(), 4)).toEqual(upTo(4));
    const denied = { type: 'access-denied' };
    for (const stranger of [connected(url), connected(url.replace('://', '://admin:wrong@'))]) {
      await expect(stranger.appendToStream('commitment-1', event(4), expecting('any', {}))).rejects.toMatchObject(
        denied,
      );
      await expect(numbersOf(stranger.readStream('commitment-1'))).rejects.toMatchObject(denied);
      await expect(numbersOf(stranger.subscribeToAll())).rejects.toMatchObject(denied);
    }
    const other = join(temporaryFolder(), 'ca.pem');
    writeFileSync(other, selfSigned().cert);
    const astray = connected(`${double.url(scheme)}&tlsCAFile=${encodeURIComponent(other)}`);
    await expect(astray.appendToStream('commitment-1', event(4), expecting('any'))).rejects.toMatchObject({
      type: 'unavailable',
    });
  });

  test('The leader of several nodes is found, and the next when it goes', async () => {
    const first = await started();
    const second = await first.beside();
    const hosts = `127.0.0.1:${second.port},127.0.0.1:${first.port}`;
    for (const url of [`${scheme}://${hosts}?tls=false`, `${scheme}+discover://127.0.0.1:${second.port}?tls=false`]) {
      const db = connected(url);
      await db.appendToStream('commitment-1', event(0), expecting('any'));
      await first.away();
      await expect(db.appendToStream('commitment-1', event(1), expecting('any'))).rejects.toMatchObject({
        type: 'unavailable',
      });
      await db.appendToStream('commitment-1', event(1), expecting('any', { credentials, requiresLeader: true }));
      await first.back();
      const refused = db.appendToStream(
        'commitment-1',
        event(2),
        expecting('any', { credentials, requiresLeader: true }),
      );
      await expect(refused).rejects.toMatchObject({ type: 'not-leader', leader: { port: first.port } });
      await db.appendToStream('commitment-1', event(2), expecting('any', { credentials, requiresLeader: true }));
    }
    expect([await first.appends(), await second.appends()]).toEqual([4, 4]);
    expect(await numbersOf(connected(first.url(scheme)).readStream('commitment-1'))).toEqual([0, 1, 2, 0, 1, 2]);
  });
}
