/** RabbitMQ for all cells of a language: it takes seconds to start. */
import { RabbitMq } from '../../servers.ts';
import { STOMP_PLUGINS } from './stomp-broker.ts';

export class SharedBroker {
  #broker: RabbitMq;
  readonly #gone: RabbitMq[] = [];
  /** Settles with the look before. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(broker: RabbitMq) {
    this.#broker = broker;
  }

  static async start(): Promise<SharedBroker> {
    return new SharedBroker(await startBroker());
  }

  get current(): RabbitMq {
    return this.#broker;
  }

  /**
   * What a row is to be told that failed: where the broker no longer answers, what that said at last. The rows after it
   * get another one.
   */
  async explain(error: unknown, used: RabbitMq): Promise<unknown> {
    const look = this.#last.then(() => this.#renew(used));
    this.#last = look;
    return (await look) ? new Error(`RabbitMQ no longer answered: ${used.lastWords}`, { cause: error }) : error;
  }

  /** Whether it had to be. */
  async #renew(used: RabbitMq): Promise<boolean> {
    if (this.#gone.includes(used)) return true;
    if (await used.answers()) return false;
    this.#gone.push(used);
    this.#broker = await startBroker();
    return true;
  }

  async remove(): Promise<void> {
    for (const broker of [...this.#gone, this.#broker]) await broker.remove();
  }
}

const startBroker = () => RabbitMq.start(['rabbitmq_amqp1_0', ...STOMP_PLUGINS]);
