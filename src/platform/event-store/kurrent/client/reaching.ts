import { StoreUnavailable } from '../../event-store.js';
import { CallRefused, CallTimedOut, speaksTls } from './call.js';
import { nameOf, type ConnectionString, type Node } from './connection-string.js';
import { WrongSetting } from '../errors.js';

/** Why a node could not be reached, and whether waiting can help. */
export interface Obstacle {
  readonly node: Node;
  readonly reason: string;
  /** What would be right, where the setting must be wrong; null where the node may come back. */
  readonly remedy: string | null;
}

const strangers = new Set([
  ...[
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_GET_ISSUER_CERT',
  ],
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE', 'CERT_UNTRUSTED', 'INVALID_CA'],
]);

/** What the failure of a call to a node means; null where the node was reached and has answered, whatever it said. */
export async function obstacleOf({ tls }: ConnectionString, node: Node, error: unknown): Promise<Obstacle | null> {
  if (error instanceof CallRefused) return null;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const given = (reason: string, remedy: string | null): Obstacle => ({
    node,
    reason: `${nameOf(node)}: ${reason}`,
    remedy,
  });
  if (error instanceof CallTimedOut) return given(message, null);
  if (tls === null && code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' && (await speaksTls(node, 2000)))
    return given(
      'it accepts only TLS',
      'remove tls=false from the connection string, and set tlsCAFile to the certificate of its authority.',
    );
  if (strangers.has(code))
    return given(
      `its certificate was not issued by ${tls?.ca === undefined ? 'an authority that this machine trusts' : 'the authority in tlsCAFile'} (OpenSSL: ${message})`,
      tls?.ca === undefined
        ? 'name the authority with ?tlsCAFile=/path/ca.crt.'
        : 'set tlsCAFile to the certificate of the authority that issued those of the nodes.',
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return given(message, 'use a name in the certificate of the node, or issue one for this name.');
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    const isPlain = /wrong version number|packet length too long|http request/i.test(message);
    return given(
      `OpenSSL: ${message.trim()}`,
      isPlain ? 'it does not support TLS: add ?tls=false if nothing else can reach that network, or set TLS up.' : null,
    );
  }
  return given(message, null);
}

/**
 * The error if no node could be reached: `WrongSetting` if it applies to all of them and waiting cannot help.
 */
export function unreachable(obstacles: readonly Obstacle[]): StoreUnavailable {
  const reasons = obstacles.map(({ reason }) => reason).join('; ');
  const remedies = new Set(obstacles.map(({ remedy }) => remedy));
  const [first] = remedies;
  if (obstacles.length > 0 && !remedies.has(null))
    return new WrongSetting(
      `IDC_EVENT_STORE: the event store cannot be reached. ${reasons}. To fix it: ${first ?? ''}`,
    );
  return new StoreUnavailable(`The event store cannot be reached: ${reasons}.`);
}
