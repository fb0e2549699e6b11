import { createPrivateKey, hash, type KeyObject } from 'node:crypto';
import { signerOf, type Signer } from '../../../src/ledger/checkpoint/note.js';

/** A private key out of its 32 secret bytes, in the frame of PKCS #8 (RFC 8410, section 7). */
export const privateKey = (secret: Buffer): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]),
    format: 'der',
    type: 'pkcs8',
  });

/** A key that is the same in every run. */
export const testKey = (name: string, seed: string): Signer =>
  signerOf(name, privateKey(hash('sha256', seed, 'buffer')));
