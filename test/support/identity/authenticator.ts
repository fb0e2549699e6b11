import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Buffer | string): string => Buffer.from(data).toString('base64url');
const uint16 = (number: number): Buffer => Buffer.from([number >> 8, number & 255]);

const isPresent = 0x01;
const isVerified = 0x04;
const bringsCredential = 0x40;

/** What an answer can be made to say that is not so. */
export interface Lies {
  readonly origin?: string;
  readonly host?: string;
  readonly type?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly key?: KeyObject;
}

/** A device with one passkey (ES256), in software: it answers challenges as a browser would hand the answers on. */
export class Authenticator {
  readonly id = base64url(randomBytes(32));
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private counter = 0;

  constructor(
    private readonly origin: string,
    private readonly host = 'localhost',
  ) {}

  create({ challenge }: { readonly challenge: string }, lies: Lies = {}): object {
    const { x = '', y = '' } = this.pair.publicKey.export({ format: 'jwk' });
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const id = Buffer.from(this.id, 'base64url');
    const data = Buffer.concat([this.data(bringsCredential, lies), Buffer.alloc(16), uint16(id.length), id, cose]);
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      Buffer.from([0x59]),
      uint16(data.length),
      data,
    ]);
    const response = {
      clientDataJSON: this.clientData('webauthn.create', challenge, lies),
      attestationObject: base64url(attestation),
      transports: ['internal'],
    };
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response };
  }

  get({ challenge }: { readonly challenge: string }, lies: Lies = {}): object {
    const data = this.data(0, lies);
    const clientDataJSON = this.clientData('webauthn.get', challenge, lies);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const signature = base64url(sign('sha256', signed, lies.key ?? this.pair.privateKey));
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData: base64url(data), signature },
    };
  }

  private clientData(type: string, challenge: string, lies: Lies): string {
    return base64url(
      JSON.stringify({ type: lies.type ?? type, challenge, origin: lies.origin ?? this.origin, crossOrigin: false }),
    );
  }

  private data(flags: number, lies: Lies): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? (this.counter += 1));
    return Buffer.concat([
      sha256(lies.host ?? this.host),
      Buffer.from([flags | isPresent | (lies.isVerified === false ? 0 : isVerified)]),
      counter,
    ]);
  }
}
