// A web server on loopback that does, path by path, what sources of papers do on bad days, and what attackers would.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export const ATOM = 'application/atom+xml; charset=utf-8';
const MEBIBYTE = 1_048_576;

export class MisbehavingHttpServer {
  /** Every request that came in, in order. */
  readonly requests: { path: string; headers: IncomingMessage['headers']; at: number }[] = [];
  private readonly scripts = new Map<string, Behaviour[]>();
  private readonly server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    this.requests.push({ path, headers: request.headers, at: performance.now() });
    response.on('error', () => undefined);
    const script = this.scripts.get(path) ?? this.scripts.get(path.split('?')[0] ?? '') ?? [status(404)];
    const next = script.length > 1 ? script.shift() : script[0];
    next?.(request, response);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** What a path answers, with any query unless one is given: one behaviour a request, then always the last. @returns the URL */
  on(path: string, ...behaviours: Behaviour[]): string {
    this.scripts.set(path, behaviours);
    return this.url(path);
  }

  url(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  to(path: string): IncomingMessage['headers'][] {
    return this.requests.filter((request) => request.path === path).map(({ headers }) => headers);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A body of a type, with more headers if wanted. */
export function body(content: string | Buffer, type = ATOM, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => response.writeHead(200, { 'content-type': type, ...headers }).end(content);
}

export function status(code: number, headers: Record<string, string> = {}, content = ''): Behaviour {
  return (_request, response) =>
    response.writeHead(code, { 'content-type': 'text/plain', ...headers }).end(content);
}

/** 200, and nothing in it. */
export function empty(headers: Record<string, string> = { 'content-type': ATOM }): Behaviour {
  return status(200, headers);
}

/** Takes the request and says nothing. */
export const hang: Behaviour = () => undefined;

/** Headers at once, then a byte now and then, without an end. */
export function drip(everyMs: number): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': ATOM });
    const timer = setInterval(() => response.write('.'), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** Promises the whole length, sends a part, hangs up. */
export function cutOff(content: Buffer, headers: Record<string, string> = {}, type = ATOM): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': content.length, ...headers });
    response.write(content.subarray(0, Math.floor(content.length / 2)), () => response.destroy());
  };
}

/** A packed body that ends too early while HTTP looks complete. */
export function cutPacked(content: string): Behaviour {
  const packed = gzipSync(content);
  return body(packed.subarray(0, packed.length - 12), ATOM, { 'content-encoding': 'gzip' });
}

export function redirect(location: string, code = 302): Behaviour {
  return status(code, { location });
}

/** Answers 304 to whoever has this version already. */
export function versioned(etag: string, content: string): Behaviour {
  return (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { 'content-type': ATOM, etag }).end(content);
  };
}

export function hugeHeaders(bytes: number): Behaviour {
  return body('short', ATOM, { 'x-filler': 'x'.repeat(bytes) });
}

/** Zeros that unpack to `mebibytes`: gzip as a row of small members, so that a gigabyte is a megabyte on the wire. */
export function bomb(encoding: 'gzip' | 'br' | 'deflate', mebibytes: number, type = ATOM): Behaviour {
  const zeros = Buffer.alloc(encoding === 'gzip' ? MEBIBYTE : mebibytes * MEBIBYTE);
  const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const packed = {
    gzip: () => Buffer.concat(Array<Buffer>(mebibytes).fill(gzipSync(zeros))),
    br: () => brotliCompressSync(zeros, quickly),
    deflate: () => deflateSync(zeros, { level: 1 }),
  }[encoding]();
  return body(packed, type, { 'content-encoding': encoding });
}

/** Zeros without an end, packed in one stream; the sender waits when nobody reads. */
export function endless(content: Buffer, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': ATOM, ...headers });
    const more = () => {
      while (!response.destroyed && response.write(content));
    };
    response.on('drain', more);
    more();
  };
}
