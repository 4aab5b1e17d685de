import { setTimeout as delay } from 'node:timers/promises';
import { ByteCounter } from './byte-counter.ts';
import { CleanUps } from './clean-up.ts';
import { withDeadline } from './deadline.ts';
import { type Driver, type Exchange, isPackageMissing } from './driver.ts';
import { countTcp, countUdp } from './loopback.ts';
import type { Delivery, Direction, LabResult, Measured, Measurement, Traffic } from './measurement.ts';
import { latencyOf, perPiece } from './measurement.ts';
import type { Idle, PlanEntry } from './plan.ts';

/** Messages in each direction before counting starts, to warm up connections, header tables and the compiler. */
export const WARM_UP = 20;

const BEATS = 5;
const DEADLINE_MS = 10_000;
const SECONDS_PER_MINUTE = 60;

export interface LabOptions {
  /** Messages in each direction, ≥ 1. */
  readonly messages: number;
  /** Size of one message, ≥ 1. */
  readonly payloadBytes: number;
  readonly cwd: string;
  /** Ends the run after its clean-ups. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly label: string;
  /** Share of the whole run, 0 to 1. */
  readonly share: number;
}

/**
 * Measures one entry after another, so that they do not compete for the machine. An entry that cannot be measured becomes
 * a line of the result.
 *
 * @throws the reason of `signal` once that is aborted
 */
export async function runLab(
  plan: readonly PlanEntry[],
  drivers: Readonly<Record<string, () => Promise<Driver>>>,
  options: LabOptions,
): Promise<LabResult> {
  const measurements: Measurement[] = [];
  for (const [at, entry] of plan.entries()) {
    const onProgress = (part: number) => options.onProgress({ label: entry.label, share: (at + part) / plan.length });
    onProgress(0);
    measurements.push(await measureOrExplain(entry, drivers[entry.driver], { ...options, onProgress }));
  }
  return { messages: options.messages, payloadBytes: options.payloadBytes, measurements };
}

type RunOptions = Omit<LabOptions, 'onProgress'> & { readonly onProgress: (part: number) => void };

async function measureOrExplain(
  entry: PlanEntry,
  load: (() => Promise<Driver>) | undefined,
  options: RunOptions,
): Promise<Measurement> {
  const { protocol, label } = entry;
  if (load === undefined) return { kind: 'failed', protocol, label, says: `There is no driver "${entry.driver}".` };
  const cleanUps = new CleanUps();
  try {
    return await new Run(entry, options, cleanUps).measure(await load());
  } catch (error) {
    options.signal.throwIfAborted();
    const says = error instanceof Error ? error.message : String(error);
    return { kind: isPackageMissing(error) ? 'absent' : 'failed', protocol, label, says };
  } finally {
    await cleanUps.run();
  }
}

/** One entry of the plan, from set-up to the idle minute. */
class Run {
  readonly #entry: PlanEntry;
  readonly #options: RunOptions;
  readonly #cleanUps: CleanUps;
  readonly #counter = new ByteCounter();
  /** The message on its way, and the callback for its arrival. */
  #awaited: { readonly payload: string; readonly resolve: (atMs: number) => void } | undefined;

  constructor(entry: PlanEntry, options: RunOptions, cleanUps: CleanUps) {
    this.#entry = entry;
    this.#options = options;
    this.#cleanUps = cleanUps;
  }

  async measure(driver: Driver): Promise<Measured> {
    const { protocol, label, says, idle, waitsMs } = this.#entry;
    const exchange = await this.#withDeadline(this.#connect(driver));
    await this.#counter.settle();
    const setUp = this.#counter.take();
    const down = await this.#deliver(exchange, 'down', waitsMs);
    this.#options.onProgress(0.4);
    const up = await this.#deliver(exchange, 'up', 0);
    this.#options.onProgress(0.8);
    const idleMinute = await this.#idleMinute(exchange, idle);
    const waits = waitsMs > 0 ? { waitsMs } : {};
    return {
      kind: 'measured',
      protocol,
      label,
      how: says,
      setUp,
      down,
      up,
      idleMinute,
      idleBasis: idle.says,
      ...waits,
    };
  }

  #connect(driver: Driver): Promise<Exchange> {
    const cleanUp = this.#cleanUps.add;
    return driver({
      route: (port) => countTcp(port, this.#counter, cleanUp),
      routeUdp: () => countUdp(this.#counter, cleanUp),
      arrived: (payload) => this.#arrive(payload),
      cleanUp,
      headers: this.#entry.headers,
      cwd: this.#options.cwd,
    });
  }

  #arrive(payload: string): void {
    if (payload === this.#awaited?.payload) this.#awaited.resolve(performance.now());
  }

  async #deliver(exchange: Exchange, direction: Direction, waitsMs: number): Promise<Delivery> {
    const { messages, payloadBytes, onProgress } = this.#options;
    for (let n = 0; n < WARM_UP; n++) await this.#sendOne(exchange, direction, makePayload(n, payloadBytes));
    await this.#counter.settle();
    this.#counter.take();
    const samples: number[] = [];
    for (let n = 0; n < messages; n++) {
      samples.push(await this.#sendOne(exchange, direction, makePayload(WARM_UP + n, payloadBytes)));
      onProgress((direction === 'down' ? 0 : 0.4) + (0.4 * n) / messages);
    }
    await this.#counter.settle();
    const bytes = perPiece(this.#counter.take(), messages);
    const latencyMs = latencyOf(samples, waitsMs);
    if (latencyMs === undefined) throw new Error('Expected at least one message.');
    return { bytes, latencyMs };
  }

  /** Milliseconds until the other end has the message; waits for the response as well, if there is one. */
  async #sendOne(exchange: Exchange, direction: Direction, payload: string): Promise<number> {
    const arrival = new Promise<number>((resolve) => {
      this.#awaited = { payload, resolve };
    });
    const sentMs = performance.now();
    const [arrivedMs] = await this.#withDeadline(Promise.all([arrival, exchange.send(direction, payload)]));
    return arrivedMs - sentMs;
  }

  async #idleMinute({ beat }: Exchange, { seconds }: Idle): Promise<Traffic> {
    if (beat) {
      for (let n = 0; n < BEATS; n++) await this.#withDeadline(beat());
      await this.#counter.settle();
      return perPiece(this.#counter.take(), (BEATS * seconds) / SECONDS_PER_MINUTE);
    }
    for (let second = 0; second < seconds; second++) {
      await delay(1000, undefined, { signal: this.#options.signal });
      this.#options.onProgress(0.8 + (0.2 * second) / seconds);
    }
    return perPiece(this.#counter.take(), seconds / SECONDS_PER_MINUTE);
  }

  #withDeadline<T>(work: Promise<T>): Promise<T> {
    return withDeadline(work, DEADLINE_MS, this.#options.signal);
  }
}

/** Printable ASCII that starts with the number as far as that fits, without line ends. */
function makePayload(number: number, bytes: number): string {
  return `${number} `.padEnd(bytes, 'x').slice(0, bytes);
}
