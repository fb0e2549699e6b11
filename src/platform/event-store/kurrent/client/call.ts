import {
  connect as connectTo,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { connect as connectSecurely } from 'node:tls';
import type { EventStoreAccount, Node, Tls } from './connection-string.js';

/** A call that a node was reached for and has answered with an error of gRPC's. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  constructor(
    /** The code of gRPC: 7 is "permission denied", 16 "unauthenticated". */
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** A node that has not answered in time. */
export class CallTimedOut extends Error {
  override readonly name = 'CallTimedOut';
}

export interface Call {
  readonly node: Node;
  readonly tls: Tls | null;
  readonly account?: EventStoreAccount | null;
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly message: Uint8Array;
  /** Milliseconds. */
  readonly within: number;
}

/**
 * One unary gRPC call over a connection of its own. The clients' calls are for the work; this one is for finding nodes and for what the clients do not
 * offer, and it throws what the system and OpenSSL themselves say when a node cannot be reached.
 */
export async function call({
  node: { host, port, servername },
  tls,
  account,
  path,
  message,
  within,
}: Call): Promise<Uint8Array> {
  const session = connectTo(`${tls === null ? 'http' : 'https'}://${host}:${port}`, {
    ...tls,
    ...(servername !== undefined && { servername }),
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(new CallTimedOut(`no response within ${within} ms`)), within)),
  );
  const answer = answered(session, path, message, account ?? null);
  try {
    return await Promise.race([answer, late]);
  } finally {
    answer.catch(() => undefined);
    clearTimeout(timer);
    session.destroy();
  }
}

function answered(
  session: ClientHttp2Session,
  path: string,
  message: Uint8Array,
  account: EventStoreAccount | null,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // A stream that was cancelled has its connection's own error, which OpenSSL or the system gave, as its cause.
    const failed = (error: Error): void =>
      reject(
        (error as NodeJS.ErrnoException).code === 'ERR_HTTP2_STREAM_CANCEL'
          ? ((error.cause as Error | undefined) ?? error)
          : error,
      );
    session.on('error', failed);
    session.once('close', () => reject(new Error('the connection was closed')));
    const stream: ClientHttp2Stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...(account && {
        authorization: `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`,
      }),
    });
    const pieces: Buffer[] = [];
    let said: Record<string, unknown> = {};
    stream.on('error', failed);
    stream.on('response', (headers) => (said = { ...headers }));
    stream.on('trailers', (trailers: IncomingHttpHeaders) => (said = { ...said, ...trailers }));
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      const status = said['grpc-status'];
      const body = Buffer.concat(pieces);
      if (status === '0' && body.length >= 5) resolve(body.subarray(5, 5 + body.readUInt32BE(1)));
      else if (typeof status === 'string')
        reject(
          new CallRefused(
            Number(status),
            decodeURIComponent(typeof said['grpc-message'] === 'string' ? said['grpc-message'] : ''),
          ),
        );
      else reject(new Error(`the response was not gRPC but HTTP ${String(said[':status'])}`));
    });
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([head, message]));
  });
}

/** Whether a node that was asked without TLS speaks it. */
export function speaksTls({ host, port }: Node, within: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSecurely({ host, port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    const end = (speaks: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    const timer = setTimeout(end, within, false);
    socket.once('secureConnect', () => end(true)).once('error', () => end(false));
  });
}
