/** A line to a real server that can be cut or fall silent, while the server goes on for everybody else. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Wire {
  connections = 0;
  /** Whether who calls is turned away at once. */
  isDown = false;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(target: number) {
    this.#server = createServer((near) => {
      this.connections++;
      if (this.isDown) return near.destroy();
      const far = connect(target, '127.0.0.1');
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      for (const [one, other] of [pair, [far, near] as const]) {
        one.on('data', (chunk) => this.#pairs.has(pair) && other.write(chunk));
        one.on('error', () => undefined);
        one.on('close', () => this.#sockets.delete(one) && other.destroy());
        this.#sockets.add(one);
      }
    });
  }

  static async listen(port: number, target: number): Promise<Wire> {
    const wire = new Wire(target);
    await new Promise<void>((resolve, reject) => {
      wire.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return wire;
  }

  /** Ends what there is, and turns away who calls for a while. */
  async cut(forMs: number): Promise<void> {
    this.isDown = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#pairs.clear();
    await new Promise((resolve) => setTimeout(resolve, forMs));
    this.isDown = false;
  }

  /** Lets nothing more through on the connections that there are; neither end is told. New ones work. */
  fallSilent(): void {
    this.#pairs.clear();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
