/** A server of pages that answers as it should, or as a row says. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Call {
  readonly path: string;
  readonly at: number;
}

export abstract class HttpPeer {
  readonly calls: Call[] = [];
  /** What a row answers instead; returns whether it did. */
  answers: (path: string, response: ServerResponse) => boolean = () => false;
  #server: Server | undefined;

  protected abstract answer(path: string, response: ServerResponse): void;

  async listen(port: number): Promise<void> {
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      this.calls.push({ path, at: performance.now() });
      if (!this.answers(path, response)) this.answer(path, response);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  /** Calls whose path ends like this. */
  of(end: string): readonly Call[] {
    return this.calls.filter(({ path }) => path.endsWith(end));
  }
}

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
  return true;
}
