import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JWTPayload } from 'jose';

/** An OpenID provider over HTTP on this machine, which says of people what a test lets it say. */
export class OpenIdTestProvider {
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** What the token endpoint gives for the next code. */
  idToken = '';
  /** What was last posted to the token endpoint. */
  asked = new URLSearchParams();
  isDown = false;
  /** Whether it sends those who ask for its configuration to another place. */
  sendsOn = false;
  /** The name that it gives itself, where it lies. */
  calledItself: string | null = null;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const send = (body: object): void =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (this.isDown) response.writeHead(503).end();
      else if (this.sendsOn && request.url === '/.well-known/openid-configuration')
        response.writeHead(302, { location: '/configuration' }).end();
      else if (['/.well-known/openid-configuration', '/configuration'].includes(request.url ?? ''))
        send(this.configuration);
      else if (request.url === '/keys')
        void exportJWK(this.keys.publicKey).then((key) =>
          send({ keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] }),
        );
      else if (request.url === '/token' && request.method === 'POST') {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          this.asked = new URLSearchParams(body);
          send({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: this.idToken });
        });
      } else response.writeHead(404).end();
    });
  }

  static async start(): Promise<OpenIdTestProvider> {
    const provider = new OpenIdTestProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A token that is right, but for what is changed. */
  sign(
    claims: JWTPayload,
    header: Record<string, unknown> = {},
    key: KeyObject | Uint8Array = this.keys.privateKey,
  ): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get configuration(): object {
    const at = (path: string): string => `${this.issuer}${path}`;
    return {
      issuer: this.calledItself ?? this.issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      jwks_uri: at('/keys'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    };
  }
}
