/** A stand-in for a Kafka cluster of one broker, with the topics `orders` and `orders.failed` of two partitions. */
import { fileURLToPath } from 'node:url';
import { Program } from './program.ts';

const SCRIPT = fileURLToPath(new URL('kafka-stand-in.py', import.meta.url));

export class KafkaStandIn {
  readonly endpoint: string;
  readonly #program: Program;

  private constructor(program: Program, endpoint: string) {
    this.#program = program;
    this.endpoint = endpoint;
  }

  static async start(): Promise<KafkaStandIn> {
    const program = new Program('/usr/bin/python3', [SCRIPT]);
    await program.saw(/^\S+:\d+$/m);
    return new KafkaStandIn(program, /^\S+:\d+$/m.exec(program.output)?.[0] ?? '');
  }

  /** Cuts all connections, and accepts none until it is up. */
  down(): void {
    process.kill(this.#program.pid, 'SIGUSR1');
  }

  up(): void {
    process.kill(this.#program.pid, 'SIGUSR2');
  }

  async stop(): Promise<void> {
    await this.#program.stop('SIGKILL');
  }
}
